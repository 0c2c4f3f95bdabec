package io.saltgate.api;

import io.saltgate.accounts.Caller;
import io.saltgate.api.answer.ApiState;
import io.saltgate.api.answer.IssuedSecrets;
import io.saltgate.api.answer.IssuedToken;
import io.saltgate.api.body.TokenRotation;
import io.saltgate.api.schema.Operation;
import io.saltgate.apiaccess.AnsweredSecrets;
import io.saltgate.apiaccess.ApiAccesses;
import io.saltgate.apiaccess.ApiChanged;
import io.saltgate.apiaccess.ApiStatus;
import io.saltgate.apiaccess.TokenRotations;
import io.saltgate.operator.OperatorScope;
import io.saltgate.platform.web.ErrorCode;
import io.saltgate.platform.web.Exchange;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * {@code /accounts/{slug}/api}: enable, rotate, disable, pause, resume. Where a page's form is bound to what it showed,
 * a call is bound to what is there when it begins: of two calls at once one is answered with 409, and no token is
 * replaced that its caller has not got yet.
 */
@Path("/accounts/{slug}/api")
@RequestScoped
public class AccountApiResource {

    private final ApiAccesses apiAccesses;
    private final TokenRotations rotations;
    private final AnsweredSecrets answered;
    private final IdempotencyKeys keys;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it; RESTEasy wants it public
    public AccountApiResource() {
        this(null, null, null, null);
    }

    @Inject
    public AccountApiResource(
            ApiAccesses apiAccesses, TokenRotations rotations, AnsweredSecrets answered, IdempotencyKeys keys) {
        this.apiAccesses = apiAccesses;
        this.rotations = rotations;
        this.answered = answered;
        this.keys = keys;
    }

    @POST
    @Path("/activation")
    @NeedsScope(OperatorScope.CREDENTIALS)
    @Operation(
            id = "enableApi",
            tag = ApiTags.API,
            summary = "Enable the API",
            description =
                    "Creates the account's Auth Token and Private Salt. This is the only answer that has both; the"
                            + " account's team can copy them in the console. The audit trail says that both were"
                            + " copied.",
            answer = IssuedSecrets.class,
            headers = "X-Token-Id: The token's id, for `replaces` of the next rotation.",
            bodyRequired = false,
            idempotent = true,
            errors = {ErrorCode.API_ON, ErrorCode.API_PAUSED, ErrorCode.API_CHANGED})
    public Response enable(@Context HttpServletRequest request, InputStream entity) {
        byte[] bytes = JsonCall.none(request, entity).bytes();
        Caller caller = AccountsResource.caller(request);
        try {
            return keys.serve(request, bytes, new Activation(caller, apiAccesses, answered));
        } catch (ApiChanged e) {
            throw apiAccesses.getStatus(caller) instanceof ApiStatus.Enabled enabled ? isIn(enabled) : e;
        }
    }

    @POST
    @Path("/token/rotation")
    @NeedsScope(OperatorScope.CREDENTIALS)
    @Operation(
            id = "rotateToken",
            tag = ApiTags.API,
            summary = "Rotate the Auth Token",
            description = "Creates a new token; the salt stays. Without `keepOldFor` every older token is dead with the"
                    + " answer. With it, the current one works for so long beside the new one: two work at most. Of"
                    + " calls that overlap in time one is done and the others are refused, so the answer comes a second"
                    + " later; with `replaces`, at once.",
            body = TokenRotation.class,
            bodyRequired = false,
            answer = IssuedToken.class,
            headers = "X-Token-Id: The token's id, for `replaces` of the next rotation.",
            idempotent = true,
            errors = {
                ErrorCode.API_OFF,
                ErrorCode.API_CHANGED,
                ErrorCode.KEEP_OLD_FOR_INVALID,
                ErrorCode.KEEP_OLD_FOR_TOO_LONG,
                ErrorCode.REPLACES_INVALID
            })
    public Response rotate(@Context HttpServletRequest request, InputStream entity) {
        JsonCall<TokenRotation> call = JsonCall.optional(request, entity, TokenRotation.class);
        Duration keepOldFor = Optional.ofNullable(call.body().keepOldFor())
                .map(AccountApiResource::keepOldFor)
                .orElse(Duration.ZERO);
        UUID replaces = Optional.ofNullable(call.body().replaces())
                .map(AccountApiResource::tokenId)
                .orElse(null);
        Caller caller = AccountsResource.caller(request);
        Rotation rotation = new Rotation(request, replaces, keepOldFor, rotations, answered);
        try {
            Response answer = keys.serve(request, call.bytes(), rotation);
            rotation.settle();
            return answer;
        } catch (ApiChanged e) {
            throw apiAccesses.getStatus(caller) instanceof ApiStatus.Off ? isOff() : e;
        }
    }

    @POST
    @Path("/deactivation")
    @NeedsScope(OperatorScope.CREDENTIALS)
    @Operation(
            id = "disableApi",
            tag = ApiTags.API,
            summary = "Disable the API",
            description =
                    "Deletes the token, the salt and the whitelist's entries, cancels pending deliveries and pauses"
                            + " the endpoints.",
            bodyRequired = false,
            answer = ApiState.class,
            errors = {ErrorCode.API_OFF, ErrorCode.API_CHANGED})
    public Response disable(@Context HttpServletRequest request, InputStream entity) {
        JsonCall.none(request, entity);
        Caller caller = AccountsResource.caller(request);
        apiAccesses.disable(caller, enabled(caller).enablingId());
        return state("off");
    }

    @POST
    @Path("/pause")
    @NeedsScope(OperatorScope.CREDENTIALS)
    @Operation(
            id = "pauseApi",
            tag = ApiTags.API,
            summary = "Pause calls",
            description = "Calls are refused with `api.paused` at once. Nothing is deleted.",
            bodyRequired = false,
            answer = ApiState.class,
            errors = {ErrorCode.API_OFF, ErrorCode.API_PAUSED, ErrorCode.API_CHANGED})
    public Response pause(@Context HttpServletRequest request, InputStream entity) {
        return toAndFro(request, entity, false, apiAccesses::pause);
    }

    @POST
    @Path("/resumption")
    @NeedsScope(OperatorScope.CREDENTIALS)
    @Operation(
            id = "resumeApi",
            tag = ApiTags.API,
            summary = "Resume calls",
            description = "Calls are allowed again at once.",
            bodyRequired = false,
            answer = ApiState.class,
            errors = {ErrorCode.API_OFF, ErrorCode.API_ON, ErrorCode.API_CHANGED})
    public Response resume(@Context HttpServletRequest request, InputStream entity) {
        return toAndFro(request, entity, true, apiAccesses::resume);
    }

    private Response toAndFro(
            HttpServletRequest request, InputStream entity, boolean fromPaused, BiConsumer<Caller, UUID> change) {
        JsonCall.none(request, entity);
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
            case ApiStatus.Off off -> throw isOff();
        };
    }

    private static CallRefused isOff() {
        return CallRefused.conflict("api.off", "The account's API is off");
    }

    /** The refusal of a call that would change nothing, or isn't possible in the current state. */
    private static CallRefused isIn(ApiStatus.Enabled enabled) {
        return enabled.paused()
                ? CallRefused.conflict("api.paused", "The account's API is on, and paused")
                : CallRefused.conflict("api.on", "The account's API is on");
    }

    private static Response state(String state) {
        return Answers.ok(new ApiState(state));
    }

    private static UUID tokenId(String typed) {
        return Exchange.parseId(typed)
                .orElseThrow(() -> CallRefused.unprocessable(
                        "replaces.invalid", "replaces is the id of a token; it was " + Typed.quote(typed)));
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
