package io.saltgate.api;

import io.saltgate.accounts.Caller;
import io.saltgate.api.answer.ConsoleLinkData;
import io.saltgate.api.body.NewConsoleLink;
import io.saltgate.api.idempotency.AnswerGone;
import io.saltgate.api.idempotency.IdempotentCall;
import io.saltgate.api.schema.Operation;
import io.saltgate.consolelinks.ConsoleLinks;
import io.saltgate.consolelinks.ConsoleTheme;
import io.saltgate.consolelinks.ReturnOrigins;
import io.saltgate.consolelinks.ReturnUrl;
import io.saltgate.operator.OperatorScope;
import io.saltgate.platform.web.ErrorCode;
import io.saltgate.platform.web.PublicUrl;
import io.saltgate.signin.firstrun.SetupRules;
import io.saltgate.users.EmailAddress;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Serves {@code /accounts/{slug}/console-links}: issues links that lead a product's customers into the console. */
@Path("/accounts/{slug}/console-links")
@RequestScoped
public class ConsoleLinksResource {

    private final ConsoleLinks links;
    private final ReturnOrigins origins;
    private final PublicUrl publicUrl;
    private final IdempotencyKeys keys;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it; RESTEasy wants it public
    public ConsoleLinksResource() {
        this(null, null, null, null);
    }

    @Inject
    public ConsoleLinksResource(ConsoleLinks links, ReturnOrigins origins, PublicUrl publicUrl, IdempotencyKeys keys) {
        this.links = links;
        this.origins = origins;
        this.publicUrl = publicUrl;
        this.keys = keys;
    }

    @POST
    @NeedsScope(OperatorScope.SESSIONS)
    @Operation(
            id = "createConsoleLink",
            tag = ApiTags.LINKS,
            summary = "Lead someone into an account",
            description =
                    "Issues a link that signs a customer of yours in to this account alone, in the given role. It works"
                            + " once, for two minutes: redirect the browser to it at once. The person needs no password"
                            + " and gets none, and is never joined to another person by the address. Coming in counts"
                            + " as a recent sign-in for 15 minutes; what needs one afterwards leads to `returnUrl` for a"
                            + " new link. A repetition with the same `Idempotency-Key` is 409 `idempotency.answer.gone`.",
            body = NewConsoleLink.class,
            status = 201,
            answer = ConsoleLinkData.class,
            idempotent = true,
            errors = {
                ErrorCode.ACCOUNT_SUSPENDED,
                ErrorCode.ACCOUNT_NEEDS_SECOND_FACTOR,
                ErrorCode.EMAIL_INVALID,
                ErrorCode.NAME_INVALID,
                ErrorCode.ROLE_INVALID,
                ErrorCode.RETURN_URL_INVALID,
                ErrorCode.THEME_INVALID
            })
    public Response issue(@Context HttpServletRequest request, InputStream entity) {
        JsonCall<NewConsoleLink> call = JsonCall.required(request, entity, NewConsoleLink.class);
        NewConsoleLink body = call.body();
        ConsoleLinks.NewLink wanted = new ConsoleLinks.NewLink(
                email(body.email()),
                name(body.name()),
                MembersResource.role(body.role()),
                returnUrl(body.returnUrl()),
                theme(body.theme()));
        return keys.serve(request, call.bytes(), new Issue(AccountsResource.caller(request), wanted));
    }

    private final class Issue implements IdempotentCall<Response> {

        private final Caller caller;
        private final ConsoleLinks.NewLink wanted;

        Issue(Caller caller, ConsoleLinks.NewLink wanted) {
            this.caller = caller;
            this.wanted = wanted;
        }

        @Override
        public Done<Response> perform() {
            ConsoleLinks.Issued issued = links.issue(caller, wanted);
            int created = Response.Status.CREATED.getStatusCode();
            ConsoleLinkData data = new ConsoleLinkData(
                    publicUrl.of("/console-links/" + issued.token().reveal()), Answers.time(issued.expiresAt()));
            return Done.once(Answers.success(created, data).build(), created);
        }

        @Override
        public Response repeat(Earlier call) {
            throw new AnswerGone();
        }
    }

    private static EmailAddress email(String typed) {
        return EmailAddress.parse(typed)
                .orElseThrow(() -> CallRefused.unprocessable(
                        "email.invalid", "email is no email address; it was " + Typed.quote(typed)));
    }

    private static @Nullable String name(@Nullable String typed) {
        if (typed != null && !SetupRules.isName(typed)) {
            throw CallRefused.unprocessable(
                    "name.invalid", "name is one line of up to 100 characters; it was " + Typed.quote(typed));
        }
        return typed == null ? null : typed.strip();
    }

    private @Nullable ReturnUrl returnUrl(@Nullable String typed) {
        return typed == null
                ? null
                : origins.allow(typed)
                        .orElseThrow(() -> CallRefused.unprocessable(
                                "return.url.invalid",
                                "returnUrl is a URL whose origin is in saltgate.return.origins; it was "
                                        + Typed.quote(typed)));
    }

    private static @Nullable ConsoleTheme theme(@Nullable String typed) {
        return typed == null
                ? null
                : ConsoleTheme.parse(typed)
                        .orElseThrow(() -> CallRefused.unprocessable(
                                "theme.invalid", "theme is light, dark or auto; it was " + Typed.quote(typed)));
    }
}
