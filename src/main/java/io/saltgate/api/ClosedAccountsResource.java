package io.saltgate.api;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Slug;
import io.saltgate.api.answer.AccountData;
import io.saltgate.api.answer.ClosedAccountData;
import io.saltgate.api.answer.ClosedAccountPage;
import io.saltgate.api.schema.Operation;
import io.saltgate.api.schema.Parameter;
import io.saltgate.operator.AccountClosings;
import io.saltgate.operator.OperatorScope;
import io.saltgate.platform.web.ErrorCode;
import io.saltgate.platform.web.Exchange;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
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
    @Operation(
            id = "listClosedAccounts",
            tag = ApiTags.ACCOUNTS,
            summary = "List closed accounts",
            description = "Lists accounts whose data isn't deleted yet, those that were closed last first.",
            parameters =
                    @Parameter(
                            name = "cursor",
                            description = "`nextCursor` of the page before.",
                            example = "01890a5d-ac96-774b-bcce-b302099a8057"),
            answer = ClosedAccountPage.class,
            errors = ErrorCode.CURSOR_INVALID)
    public Response list(@Context HttpServletRequest request, @QueryParam("cursor") @DefaultValue("") String cursor) {
        AccountClosings.Slice slice = closings.list(
                AccountsResource.caller(request),
                cursor.isEmpty() ? null : Exchange.parseId(cursor).orElseThrow(AccountsResource::invalidCursor));
        return Answers.ok(new ClosedAccountPage(
                slice.accounts().stream().map(ClosedAccountData::of).toList(),
                slice.next() == null ? null : slice.next().toString()));
    }

    @POST
    @Path("/{closed}/reopening")
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "reopenAccount",
            tag = ApiTags.ACCOUNTS,
            summary = "Reopen a closed account",
            description = "Reopens an account as it was before it was closed, with its API off.",
            parameters =
                    @Parameter(name = "closed", description = "The slug of the closed account.", example = "example"),
            bodyRequired = false,
            answer = AccountData.class,
            errors = ErrorCode.ACCOUNT_NOT_REOPENABLE)
    public Response reopen(@Context HttpServletRequest request, @PathParam("closed") String slug, InputStream entity) {
        JsonCall.none(request, entity);
        Caller caller = AccountsResource.caller(request);
        AccountId account = Slug.parse(slug)
                .map(found -> closings.getClosed(caller, found).id())
                .orElseThrow(() -> CallRefused.of(404));
        return Answers.ok(AccountData.of(closings.reopen(caller, account)));
    }
}
