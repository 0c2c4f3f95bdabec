package io.saltgate.api;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Slug;
import io.saltgate.operator.AccountClosings;
import io.saltgate.operator.OperatorScope;
import io.saltgate.platform.SharedJson;
import io.saltgate.platform.web.Exchange;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** Serves {@code /closed-accounts}: lists accounts that are closed, and reopens one. */
@Path("/closed-accounts")
@RequestScoped
public class ClosedAccountsResource {

    private final AccountClosings closings;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it; RESTEasy wants it public
    public ClosedAccountsResource() {
        this(null);
    }

    @Inject
    public ClosedAccountsResource(AccountClosings closings) {
        this.closings = closings;
    }

    @GET
    @NeedsScope(OperatorScope.ACCOUNTS)
    public Response list(@Context HttpServletRequest request, @QueryParam("cursor") @DefaultValue("") String cursor) {
        AccountClosings.Slice slice = closings.list(
                AccountsResource.caller(request),
                cursor.isEmpty() ? null : Exchange.parseId(cursor).orElseThrow(AccountsResource::invalidCursor));
        JsonArrayBuilder accounts = SharedJson.createArrayBuilder();
        slice.accounts().forEach(account -> accounts.add(closed(account)));
        return Answers.ok(
                Answers.add(SharedJson.createObjectBuilder().add("accounts", accounts), "nextCursor", slice.next()));
    }

    @POST
    @Path("/{closed}/reopening")
    @NeedsScope(OperatorScope.ACCOUNTS)
    public Response reopen(@Context HttpServletRequest request, @PathParam("closed") String slug, InputStream entity) {
        JsonBody.readOptional(request, entity);
        Caller caller = AccountsResource.caller(request);
        AccountId account = Slug.parse(slug)
                .map(found -> closings.getClosed(caller, found).id())
                .orElseThrow(() -> CallRefused.of(404));
        return Answers.ok(AccountsResource.account(closings.reopen(caller, account)));
    }

    /** An account with the time of its closing, and until when it can be reopened. */
    static JsonObjectBuilder closed(Account account) {
        return Answers.add(
                Answers.add(AccountsResource.account(account), "closedAt", account.closedAt()),
                "reopenableUntil",
                account.purgeAt());
    }
}
