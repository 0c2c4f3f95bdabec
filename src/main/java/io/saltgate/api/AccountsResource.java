package io.saltgate.api;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ExternalId;
import io.saltgate.accounts.Slug;
import io.saltgate.api.idempotency.IdempotentCall;
import io.saltgate.operator.AccountClosings;
import io.saltgate.operator.AccountCursor;
import io.saltgate.operator.AccountProvisioning;
import io.saltgate.operator.OperatorScope;
import io.saltgate.platform.PlainText;
import io.saltgate.platform.SharedJson;
import io.saltgate.platform.web.PublicUrl;
import io.saltgate.users.EmailAddress;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
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
    public Response create(@Context HttpServletRequest request, InputStream entity) {
        byte[] bytes = JsonBody.readBytes(request, entity);
        JsonBody body = JsonBody.parseRequired(request, bytes, "name", "slug", "externalId", "ownerEmail");
        AccountProvisioning.NewAccount wanted = new AccountProvisioning.NewAccount(
                name(body.text("name")),
                body.findText("slug").map(AccountsResource::slug).orElse(null),
                body.findText("externalId").map(AccountsResource::externalId).orElse(null),
                body.findText("ownerEmail").map(AccountsResource::email).orElse(null));
        return keys.serve(request, bytes, new Creation(caller(request), wanted));
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
            JsonObjectBuilder data = account(account);
            if (provisioned.invitation().isEmpty()) {
                return Done.repeatable(
                        created(account, data), 201, List.of(account.id().value()));
            }
            String path = "/invitation/" + provisioned.invitation().get().reveal();
            return Done.once(created(account, data.add("invitationLink", publicUrl.of(path))), 201);
        }

        @Override
        public Response repeat(Earlier call) {
            Account account =
                    provisioning.get(caller, new AccountId(call.created().getFirst()));
            return created(account, account(account));
        }

        private Response created(Account account, JsonObjectBuilder data) {
            return Answers.success(Response.Status.CREATED.getStatusCode(), data)
                    .header(HttpHeaders.LOCATION, publicUrl.of("/api/v1/accounts/" + account.slug()))
                    .build();
        }
    }

    @GET
    @NeedsScope(OperatorScope.ACCOUNTS)
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
        JsonArrayBuilder accounts = SharedJson.createArrayBuilder();
        slice.accounts().forEach(account -> accounts.add(account(account)));
        return Answers.ok(Answers.add(
                SharedJson.createObjectBuilder().add("accounts", accounts),
                "nextCursor",
                slice.next().map(AccountCursor::write).orElse(null)));
    }

    @GET
    @Path("/{slug}")
    @NeedsScope(OperatorScope.ACCOUNTS)
    public Response get(@Context HttpServletRequest request) {
        return Answers.ok(account(provisioning.get(caller(request))));
    }

    @PATCH
    @Path("/{slug}")
    @NeedsScope(OperatorScope.ACCOUNTS)
    public Response change(@Context HttpServletRequest request, InputStream entity) {
        JsonBody body = JsonBody.read(request, entity, "name", "externalId", "suspended");
        AccountProvisioning.Change change = new AccountProvisioning.Change(
                body.has("name") ? Optional.of(name(body.text("name"))) : Optional.empty(),
                body.has("externalId")
                        ? Optional.of(new AccountProvisioning.NewExternalId(body.findText("externalId")
                                .map(AccountsResource::externalId)
                                .orElse(null)))
                        : Optional.empty(),
                body.has("suspended") ? Optional.of(body.bool("suspended")) : Optional.empty());
        return Answers.ok(account(provisioning.change(caller(request), change)));
    }

    /** Closes an account; it can be reopened for a time. */
    @DELETE
    @Path("/{slug}")
    @NeedsScope(OperatorScope.ACCOUNTS)
    public Response close(@Context HttpServletRequest request) {
        Caller caller = caller(request);
        return Answers.ok(ClosedAccountsResource.closed(closings.close(caller, caller.requireAccount())));
    }

    static Caller caller(HttpServletRequest request) {
        return (Caller) request.getAttribute(Caller.ATTRIBUTE);
    }

    static JsonObjectBuilder account(Account account) {
        JsonObjectBuilder object = SharedJson.createObjectBuilder()
                .add("id", account.id().toString())
                .add("slug", account.slug())
                .add("name", account.name());
        return Answers.add(object, "externalId", account.externalId())
                .add("suspended", account.isSuspended())
                .add("createdAt", account.createdAt().toString());
    }

    static String name(String text) {
        if (!Account.isName(text)) {
            throw CallRefused.unprocessable("name.invalid", "name is one line of 1 to 100 characters");
        }
        return text.strip();
    }

    private static Slug slug(String text) {
        return Slug.parse(text)
                .orElseThrow(() -> CallRefused.unprocessable(
                        "slug.invalid",
                        "slug is 1 to 40 lower-case letters and digits, with hyphens between them; it was "
                                + Typed.quote(text)));
    }

    static ExternalId externalId(String text) {
        return ExternalId.parse(text)
                .orElseThrow(() -> CallRefused.unprocessable(
                        "external.id.invalid",
                        "externalId is 1 to 255 visible ASCII characters without spaces; it was " + Typed.quote(text)));
    }

    static EmailAddress email(String text) {
        return EmailAddress.parse(text)
                .orElseThrow(() -> CallRefused.unprocessable(
                        "owner.email.invalid", "ownerEmail is no email address; it was " + Typed.quote(text)));
    }

    static CallRefused invalidCursor() {
        return CallRefused.unprocessable("cursor.invalid", "cursor is none that this API has given out");
    }
}
