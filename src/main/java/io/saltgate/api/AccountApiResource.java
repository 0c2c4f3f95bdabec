package io.saltgate.api;

import io.saltgate.accounts.Caller;
import io.saltgate.apiaccess.ApiAccesses;
import io.saltgate.apiaccess.ApiStatus;
import io.saltgate.apiaccess.AuthToken;
import io.saltgate.operator.OperatorScope;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * {@code /accounts/{slug}/api}: enable, rotate, disable, pause, resume. Where a page's form is bound to what it showed, a
 * call is bound to what is there when it begins: of two calls at once one is answered with 409, and no token is replaced
 * that its caller has not got yet.
 */
@Path("/accounts/{slug}/api")
@RequestScoped
public class AccountApiResource {

    private final ApiAccesses apiAccesses;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it; RESTEasy wants it public
    public AccountApiResource() {
        this(null);
    }

    @Inject
    public AccountApiResource(ApiAccesses apiAccesses) {
        this.apiAccesses = apiAccesses;
    }

    @POST
    @Path("/activation")
    @NeedsScope(OperatorScope.CREDENTIALS)
    public Response enable(@Context HttpServletRequest request, InputStream entity) {
        JsonBody.readOptional(request, entity);
        Caller caller = AccountsResource.caller(request);
        ApiAccesses.Issued issued = switch (apiAccesses.getStatus(caller)) {
            case ApiStatus.Off off -> apiAccesses.enable(caller, off.changeId());
            case ApiStatus.Enabled enabled -> throw isIn(enabled);
        };
        return Answers.ok(Json.createObjectBuilder()
                .add("authToken", issued.token().reveal())
                .add("privateSalt", issued.salt().reveal()));
    }

    @POST
    @Path("/token/rotation")
    @NeedsScope(OperatorScope.CREDENTIALS)
    public Response rotate(@Context HttpServletRequest request, InputStream entity) {
        JsonBody body = JsonBody.readOptional(request, entity, "keepOldFor");
        Duration keepOldFor =
                body.findText("keepOldFor").map(AccountApiResource::keepOldFor).orElse(Duration.ZERO);
        Caller caller = AccountsResource.caller(request);
        AuthToken token = apiAccesses.regenerate(caller, enabled(caller).tokenId(), keepOldFor);
        return Answers.ok(Json.createObjectBuilder().add("authToken", token.reveal()));
    }

    @POST
    @Path("/deactivation")
    @NeedsScope(OperatorScope.CREDENTIALS)
    public Response disable(@Context HttpServletRequest request, InputStream entity) {
        JsonBody.readOptional(request, entity);
        Caller caller = AccountsResource.caller(request);
        apiAccesses.disable(caller, enabled(caller).enablingId());
        return state("off");
    }

    @POST
    @Path("/pause")
    @NeedsScope(OperatorScope.CREDENTIALS)
    public Response pause(@Context HttpServletRequest request, InputStream entity) {
        return toAndFro(request, entity, false, apiAccesses::pause);
    }

    @POST
    @Path("/resumption")
    @NeedsScope(OperatorScope.CREDENTIALS)
    public Response resume(@Context HttpServletRequest request, InputStream entity) {
        return toAndFro(request, entity, true, apiAccesses::resume);
    }

    private Response toAndFro(
            HttpServletRequest request, InputStream entity, boolean fromPaused, BiConsumer<Caller, UUID> change) {
        JsonBody.readOptional(request, entity);
        Caller caller = AccountsResource.caller(request);
        ApiStatus.Enabled before = enabled(caller);
        if (before.paused() != fromPaused) {
            throw isIn(before);
        }
        change.accept(caller, before.enablingId());
        return state(fromPaused ? "on" : "paused");
    }

    private ApiStatus.Enabled enabled(Caller caller) {
        return switch (apiAccesses.getStatus(caller)) {
            case ApiStatus.Enabled enabled -> enabled;
            case ApiStatus.Off off -> throw CallRefused.conflict("api.off", "The account's API is off");
        };
    }

    /** It is already what the call would make of it, or can't be made so from there. */
    private static CallRefused isIn(ApiStatus.Enabled enabled) {
        return enabled.paused()
                ? CallRefused.conflict("api.paused", "The account's API is on, and paused")
                : CallRefused.conflict("api.on", "The account's API is on");
    }

    private static Response state(String state) {
        return Answers.ok(Json.createObjectBuilder().add("state", state));
    }

    private static Duration keepOldFor(String typed) {
        Duration duration;
        try {
            duration = Duration.parse(typed);
        } catch (DateTimeParseException e) {
            throw invalid(typed);
        }
        if (duration.isNegative()) {
            throw invalid(typed);
        }
        if (duration.compareTo(ApiAccesses.MAX_OVERLAP) > 0) {
            throw CallRefused.unprocessable(
                    "keep.old.for.too.long", "keepOldFor is P" + ApiAccesses.MAX_OVERLAP.toDays() + "D at most");
        }
        return duration;
    }

    private static CallRefused invalid(String typed) {
        return CallRefused.unprocessable(
                "keep.old.for.invalid",
                "keepOldFor is a duration such as PT0S, PT24H or P7D; it was " + Typed.quote(typed));
    }
}
