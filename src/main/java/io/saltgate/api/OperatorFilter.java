package io.saltgate.api;

import io.saltgate.accounts.Caller;
import io.saltgate.console.RefusalRecorder;
import io.saltgate.console.Routes;
import io.saltgate.gate.AccountTokenResolver;
import io.saltgate.gate.Decision;
import io.saltgate.gate.GateService;
import io.saltgate.operator.OperatorScope;
import io.saltgate.platform.web.JsonEnvelope.Complaint;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/**
 * Before a call is read: for an operator's, whether there is a key (401), with its scope (403), and the account of the
 * path (404); for an account's own, whether the gate allows its token and the account is managed by the API. The
 * authentication module found all of it; here nothing is looked up.
 */
@Provider
@ApplicationScoped
public class OperatorFilter implements ContainerRequestFilter {

    private static final String ACCOUNT = "{slug}";

    @Context
    @SuppressWarnings("NullAway.Init") // the container injects
    private ResourceInfo resource;

    @Context
    @SuppressWarnings("NullAway.Init") // the container injects
    private HttpServletRequest request;

    private final RefusalRecorder refusals;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    public OperatorFilter() {
        this(null);
    }

    @Inject
    public OperatorFilter(RefusalRecorder refusals) {
        this.refusals = refusals;
    }

    @Override
    public void filter(ContainerRequestContext call) {
        NeedsScope needs = resource.getResourceMethod() == null
                ? null
                : resource.getResourceMethod().getAnnotation(NeedsScope.class);
        if (needs == null) {
            return;
        }
        Caller caller = (Caller) request.getAttribute(Caller.ATTRIBUTE);
        if (resource.getResourceClass().isAnnotationPresent(ForAccountToken.class)) {
            if (caller.kind() != Caller.Kind.ACCOUNT_TOKEN) {
                call.abortWith(refuseToken());
            }
            return;
        }
        if (caller.kind() != Caller.Kind.OPERATOR_KEY) {
            throw CallRefused.of(401);
        }
        if (!caller.may(needs.value().permission())) {
            record(caller, needs.value());
            throw CallRefused.of(403);
        }
        if (caller.account() == null && path().contains(ACCOUNT)) {
            throw CallRefused.of(404);
        }
    }

    private Response refuseToken() {
        Object judged = request.getAttribute(AccountTokenResolver.JUDGED_ATTRIBUTE);
        if (judged instanceof GateService.Judged by && by.decision() instanceof Decision.Refused refused) {
            return GateRefusals.answer(refused.refusal(), by.addressText());
        }
        if (judged != null) {
            return Answers.failure(
                            Response.Status.FORBIDDEN.getStatusCode(),
                            List.of(new Complaint(
                                    "manage.by.api.off",
                                    "An owner of the account must switch on \"Manage by API\" in Settings > General")))
                    .build();
        }
        return Answers.failure(
                        Response.Status.UNAUTHORIZED.getStatusCode(),
                        List.of(new Complaint(
                                "key.not.accepted",
                                "This call takes the account's X-Auth-Token, and no operator key with it")))
                .header("WWW-Authenticate", null)
                .header("WWW-Authenticate", "X-Auth-Token realm=\"api\"")
                .build();
    }

    private void record(Caller caller, OperatorScope scope) {
        Routes.Route route = new Routes.Route(request.getMethod(), path(), scope.permission());
        refusals.record(caller, route, "/api/v1" + path());
    }

    /** The path as it is declared; the values of its variables don't matter here. */
    private String path() {
        Path whole = resource.getResourceClass().getAnnotation(Path.class);
        Path part = resource.getResourceMethod().getAnnotation(Path.class);
        return (whole == null ? "" : whole.value()) + (part == null ? "" : part.value());
    }
}
