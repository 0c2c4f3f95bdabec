package io.saltgate.api;

import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.RightMissing;
import io.saltgate.accounts.RuleRefused;
import io.saltgate.apiaccess.ApiChanged;
import io.saltgate.consolelinks.AccountSuspended;
import io.saltgate.platform.web.JsonEnvelope.Complaint;
import io.saltgate.webhooks.endpoints.EndpointChanged;
import io.saltgate.webhooks.endpoints.Endpoints;
import io.saltgate.webhooks.endpoints.TargetRefused;
import io.saltgate.webhooks.endpoints.TooManyEndpoints;
import io.saltgate.whitelist.WhitelistFull;
import io.saltgate.whitelist.Whitelists;
import jakarta.ejb.EJBAccessException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers calls that fail, in the envelope: with the fitting status, and without internal details. */
final class Failures {

    private static final System.Logger LOG = System.getLogger(Failures.class.getName());

    /**
     * Classes of SQLSTATE that pass: no connection, a serialization failure or deadlock, a lock that was not given in
     * time, a statement that took too long or a server that goes down; and H2's lock time-out.
     */
    private static final Set<String> PASSING = Set.of("08", "40", "55", "57", "HY");

    private Failures() {}

    /** @param requestId for the log, which has the internal details */
    static Response.ResponseBuilder answer(Throwable failure, String requestId) {
        return switch (failure) {
            case CallRefused refused -> answer(refused);
            case NotFound missing -> of(404);
            case RightMissing missing -> of(403);
            case EJBAccessException missing -> of(403);
            case WhitelistFull full ->
                Answers.failure(
                        CallRefused.UNPROCESSABLE,
                        List.of(new Complaint(
                                full.code(), "A whitelist has " + Whitelists.MAX_ENTRIES + " entries at most")));
            case TooManyEndpoints full ->
                Answers.failure(
                        CallRefused.UNPROCESSABLE,
                        List.of(new Complaint(full.code(), "An account has " + Endpoints.MOST + " endpoints at most")));
            case TargetRefused target ->
                Answers.failure(CallRefused.UNPROCESSABLE, List.of(new Complaint(target.code(), explain(target))));
            case AccountSuspended suspended ->
                Answers.failure(403, List.of(new Complaint(suspended.code(), "The account is suspended")));
            case RuleRefused refused ->
                Answers.failure(CallRefused.CONFLICT, List.of(new Complaint(refused.code(), explain(refused))));
            case WebApplicationException web -> answer(web, requestId);
            default -> unexpected(failure, requestId);
        };
    }

    static Response.ResponseBuilder answer(CallRefused refused) {
        Response.ResponseBuilder answer = Answers.failure(refused.status(), refused.complaints());
        refused.headers().forEach(answer::header);
        return answer;
    }

    private static String explain(TargetRefused refused) {
        return switch (refused.code()) {
            case "target.address" -> "url leads to an address that is private or special";
            case "target.plain" -> "url must be https";
            case "target.port" -> "url has a port that webhooks aren't sent to";
            case "target.unknown" -> "url has a host that has no address";
            default -> "url has a host whose address can't be found at the moment";
        };
    }

    static String explain(RuleRefused refused) {
        return switch (refused) {
            case EndpointChanged changed -> "The endpoint was changed by someone else at " + changed.changedAt();
            case ApiChanged changed -> "The API was changed by someone else at " + changed.changedAt();
            default ->
                switch (refused.code()) {
                    case "whitelist.changed" -> "The list was changed by someone else: read it again";
                    case "slug.taken" -> "This slug is another account's, or was";
                    case "external.id.taken" -> "This external id is another account's";
                    case "account.not.reopenable" -> "The account can no longer be reopened";
                    case "account.member.already" -> "The address is a member's already";
                    case "team.last.owner" -> "The account's last owner can't be removed or get another role";
                    case "team.role.by.link" -> "The member comes in by console links, which set the role";
                    case "account.needs.second.factor" ->
                        "An owner requires a second factor of everyone, which console links don't ask for";
                    case "team.invitations.full" -> "Too many invitations of this account are open";
                    case "api.off" -> "The account's API is off";
                    case "operator.events.off" -> "No endpoint is set for operator events";
                    case "webhook.endpoint.off" -> "The endpoint is switched off";
                    case "idempotency.key.reused" -> "This Idempotency-Key came before, with another body";
                    case "idempotency.in.progress" -> "A call with this Idempotency-Key is still being done: try again";
                    case "idempotency.answer.gone" ->
                        "The call with this Idempotency-Key was done, and its answer can't be given again: a link in it"
                                + " works once, or what it created has been replaced or removed";
                    default -> "This is not possible at the moment";
                };
        };
    }

    /** Answers failures that the server itself found, such as an unknown path, with its status and Allow header. */
    private static Response.ResponseBuilder answer(WebApplicationException failure, String requestId) {
        int status = failure.getResponse().getStatus();
        if (status >= 500) {
            return unexpected(failure, requestId);
        }
        // A redirect would leave the envelope; a type that nobody accepts has nothing to choose from.
        Response.ResponseBuilder answer = of(status < 400 || status == 406 ? 400 : status);
        String allow = failure.getResponse().getHeaderString(HttpHeaders.ALLOW);
        return allow == null ? answer : answer.header(HttpHeaders.ALLOW, allow);
    }

    private static Response.ResponseBuilder unexpected(Throwable failure, String requestId) {
        SQLException database = findDatabase(failure);
        if (database != null && isPassing(database)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "API call {0} could not be served and is answered with 503: {1}",
                    requestId,
                    database.getMessage());
            return of(503);
        }
        LOG.log(System.Logger.Level.ERROR, "API call " + requestId + " failed and is answered with 500", failure);
        return of(500);
    }

    private static boolean isPassing(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && state.length() == 5 && PASSING.contains(state.substring(0, 2));
    }

    private static @Nullable SQLException findDatabase(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException found) {
                return found;
            }
        }
        return null;
    }

    private static Response.ResponseBuilder of(int status) {
        return answer(CallRefused.of(status));
    }
}
