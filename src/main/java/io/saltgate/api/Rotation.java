package io.saltgate.api;

import io.saltgate.accounts.Caller;
import io.saltgate.api.answer.IssuedToken;
import io.saltgate.api.idempotency.AnswerGone;
import io.saltgate.api.idempotency.IdempotentCall;
import io.saltgate.apiaccess.AnsweredSecrets;
import io.saltgate.apiaccess.ApiAccesses;
import io.saltgate.apiaccess.TokenRotations;
import io.saltgate.platform.web.Arrival;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rotates an account's token. The answer is sent only after {@link #settle}. */
final class Rotation implements IdempotentCall<Response> {

    private final HttpServletRequest request;
    private final Caller caller;
    private final @Nullable UUID replaces;
    private final Duration keepOldFor;
    private final TokenRotations rotations;
    private final AnsweredSecrets answered;
    private @Nullable Instant began;
    private @Nullable UUID rotated;

    /** @param replaces the token to replace; null for the current one */
    Rotation(
            HttpServletRequest request,
            @Nullable UUID replaces,
            Duration keepOldFor,
            TokenRotations rotations,
            AnsweredSecrets answered) {
        this.request = request;
        this.caller = AccountsResource.caller(request);
        this.replaces = replaces;
        this.keepOldFor = keepOldFor;
        this.rotations = rotations;
        this.answered = answered;
    }

    @Override
    public void prepare() {
        began = rotations.begin(caller, Arrival.age(request));
    }

    @Override
    public Done<Response> perform() {
        ApiAccesses.Rotated issued = rotations.rotate(caller, Objects.requireNonNull(began), replaces, keepOldFor);
        rotated = issued.tokenId();
        return Done.repeatable(answer(issued), 200, List.of(issued.tokenId()));
    }

    @Override
    public Response repeat(Earlier call) {
        return answer(answered.findToken(caller, call.created().getFirst()).orElseThrow(AnswerGone::new));
    }

    /**
     * Waits until calls that were sent at the same time have been refused, if this call rotated.
     *
     * @throws io.saltgate.apiaccess.ApiChanged if the token of the answer is dead by now
     */
    void settle() {
        UUID token = rotated;
        if (token == null) {
            return;
        }
        if (replaces == null) {
            pause(TokenRotations.SETTLE);
        }
        rotations.settle(caller, token);
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Response answer(ApiAccesses.Rotated issued) {
        return Answers.withTokenId(
                issued.tokenId(), new IssuedToken(issued.token().reveal()));
    }
}
