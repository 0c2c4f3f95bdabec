package io.saltgate.api;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.api.answer.AccountData;
import io.saltgate.api.answer.AccountPage;
import io.saltgate.api.answer.ClosedAccountData;
import io.saltgate.api.body.AccountChange;
import io.saltgate.api.body.NewAccount;
import io.saltgate.api.idempotency.IdempotentCall;
import io.saltgate.api.schema.Operation;
import io.saltgate.api.schema.Parameter;
import io.saltgate.operator.AccountClosings;
import io.saltgate.operator.AccountCursor;
import io.saltgate.operator.AccountProvisioning;
import io.saltgate.operator.OperatorScope;
import io.saltgate.platform.PlainText;
import io.saltgate.platform.web.ErrorCode;
import io.saltgate.platform.web.PublicUrl;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Serves {@code /accounts}: the operator creates, finds, changes, suspends and closes accounts. */
@Path("/accounts")
@RequestScoped
public class AccountsResource {

    private static final int MAX_QUERY = 255;

    private final AccountProvisioning provisioning;
    private final AccountClosings closings;
    private final PublicUrl publicUrl;
    private final IdempotencyKeys keys;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it; RESTEasy wants it public
    public AccountsResource() {
        this(null, null, null, null);
    }

    @Inject
    public AccountsResource(
            AccountProvisioning provisioning, AccountClosings closings, PublicUrl publicUrl, IdempotencyKeys keys) {
        this.provisioning = provisioning;
        this.closings = closings;
        this.publicUrl = publicUrl;
        this.keys = keys;
    }

    @POST
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "createAccount",
            tag = ApiTags.ACCOUNTS,
            summary = "Create an account",
            description =
                    "Creates an account, with its API off. With `ownerEmail` the answer has `invitationLink`, which"
                            + " is given once: a repetition with the same `Idempotency-Key` is then 409"
                            + " `idempotency.answer.gone`.",
            body = NewAccount.class,
            status = 201,
            answer = AccountData.class,
            headers = "Location: The account's address.",
            idempotent = true,
            errors = {
                ErrorCode.SLUG_TAKEN,
                ErrorCode.EXTERNAL_ID_TAKEN,
                ErrorCode.NAME_INVALID,
                ErrorCode.SLUG_INVALID,
                ErrorCode.EXTERNAL_ID_INVALID,
                ErrorCode.OWNER_EMAIL_INVALID
            })
    public Response create(@Context HttpServletRequest request, InputStream entity) {
        JsonCall<NewAccount> call = JsonCall.required(request, entity, NewAccount.class);
        NewAccount body = call.body();
        AccountProvisioning.NewAccount wanted = new AccountProvisioning.NewAccount(
                AccountFields.name(body.name()),
                Optional.ofNullable(body.slug()).map(AccountFields::slug).orElse(null),
                AccountFields.findExternalId(body.externalId()),
                Optional.ofNullable(body.ownerEmail()).map(AccountFields::email).orElse(null));
        return keys.serve(request, call.bytes(), new Creation(caller(request), wanted));
    }

    private final class Creation implements IdempotentCall<Response> {

        private final Caller caller;
        private final AccountProvisioning.NewAccount wanted;

        Creation(Caller caller, AccountProvisioning.NewAccount wanted) {
            this.caller = caller;
            this.wanted = wanted;
        }

        @Override
        public Done<Response> perform() {
            AccountProvisioning.Provisioned provisioned = provisioning.create(caller, wanted);
            Account account = provisioned.account();
            if (provisioned.invitation().isEmpty()) {
                return Done.repeatable(
                        created(AccountData.of(account)),
                        201,
                        List.of(account.id().value()));
            }
            String path = "/invitation/" + provisioned.invitation().get().reveal();
            return Done.once(created(AccountData.invited(account, publicUrl.of(path))), 201);
        }

        @Override
        public Response repeat(Earlier call) {
            Account account =
                    provisioning.get(caller, new AccountId(call.created().getFirst()));
            return created(AccountData.of(account));
        }

        private Response created(AccountData account) {
            return Answers.success(Response.Status.CREATED.getStatusCode(), account)
                    .header(HttpHeaders.LOCATION, publicUrl.of("/api/v1/accounts/" + account.slug()))
                    .build();
        }
    }

    @GET
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "listAccounts",
            tag = ApiTags.ACCOUNTS,
            summary = "Find accounts",
            description = "Lists accounts by slug, or those that `q` finds, ordered by what was found; the account with"
                    + " that external id comes first. A page of a search can be short or empty and still have"
                    + " `nextCursor`.",
            parameters = {
                @Parameter(
                        name = "q",
                        description = "The beginning of a word in name or slug, or a whole external id.",
                        example = "exam"),
                @Parameter(name = "cursor", description = "`nextCursor` of the page before.", example = "ZXhhbXBsZQ")
            },
            answer = AccountPage.class,
            errors = {ErrorCode.Q_INVALID, ErrorCode.CURSOR_INVALID})
    public Response list(
            @Context HttpServletRequest request,
            @QueryParam("q") @DefaultValue("") String query,
            @QueryParam("cursor") @DefaultValue("") String cursor) {
        if (query.length() > MAX_QUERY || !PlainText.isPlain(query)) {
            throw CallRefused.unprocessable("q.invalid", "q is one line of at most " + MAX_QUERY + " characters");
        }
        AccountProvisioning.Slice slice = provisioning.list(
                caller(request),
                query.strip(),
                cursor.isEmpty() ? null : AccountCursor.read(cursor).orElseThrow(AccountsResource::invalidCursor));
        return Answers.ok(new AccountPage(
                slice.accounts().stream().map(AccountData::of).toList(),
                slice.next().map(AccountCursor::write).orElse(null)));
    }

    @GET
    @Path("/{slug}")
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "getAccount",
            tag = ApiTags.ACCOUNTS,
            summary = "Show an account",
            description = "Shows one account by its slug.",
            answer = AccountData.class)
    public Response get(@Context HttpServletRequest request) {
        return Answers.ok(AccountData.of(provisioning.get(caller(request))));
    }

    @PATCH
    @Path("/{slug}")
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "changeAccount",
            tag = ApiTags.ACCOUNTS,
            summary = "Change or suspend an account",
            description = "Changes what the body has; the rest stays. While an account is suspended, its calls are"
                    + " refused with `account.suspended`; its team can still sign in, and can't lift it.",
            body = AccountChange.class,
            answer = AccountData.class,
            errors = {
                ErrorCode.EXTERNAL_ID_TAKEN,
                ErrorCode.NAME_INVALID,
                ErrorCode.EXTERNAL_ID_INVALID,
                ErrorCode.SUSPENSION_REASON_INVALID
            })
    public Response change(@Context HttpServletRequest request, InputStream entity) {
        JsonCall<AccountChange> call = JsonCall.required(request, entity, AccountChange.class);
        AccountChange body = call.body();
        if (Boolean.FALSE.equals(body.suspended()) && body.suspensionReason() != null) {
            throw CallRefused.unprocessable(
                    "suspension.reason.invalid", "suspensionReason goes with an account that is suspended");
        }
        AccountProvisioning.Change change = new AccountProvisioning.Change(
                Optional.ofNullable(body.name()).map(AccountFields::name),
                call.has("externalId")
                        ? Optional.of(
                                new AccountProvisioning.NewExternalId(AccountFields.findExternalId(body.externalId())))
                        : Optional.empty(),
                Optional.ofNullable(body.suspended()),
                AccountFields.findReason(body.suspensionReason()));
        return Answers.ok(AccountData.of(provisioning.change(caller(request), change)));
    }

    /** Closes an account; it can be reopened for a time. */
    @DELETE
    @Path("/{slug}")
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "closeAccount",
            tag = ApiTags.ACCOUNTS,
            summary = "Close an account",
            description =
                    "Disables the account's API at once, with its token, salt and whitelist. Its team sees only that"
                            + " it is closed. Until `reopenableUntil` it can be reopened; then its data is deleted."
                            + " Its slug is never given out again, and its audit trail stays.",
            answer = ClosedAccountData.class)
    public Response close(@Context HttpServletRequest request) {
        Caller caller = caller(request);
        return Answers.ok(ClosedAccountData.of(closings.close(caller, caller.requireAccount())));
    }

    static Caller caller(HttpServletRequest request) {
        return (Caller) request.getAttribute(Caller.ATTRIBUTE);
    }

    static CallRefused invalidCursor() {
        return CallRefused.unprocessable("cursor.invalid", "cursor is none that this API has given out");
    }
}
