package io.saltgate.api;

import io.saltgate.accounts.Caller;
import io.saltgate.api.idempotency.IdempotencyKey;
import io.saltgate.api.idempotency.IdempotentCall;
import io.saltgate.api.idempotency.IdempotentCalls;
import io.saltgate.api.idempotency.InProgress;
import io.saltgate.api.idempotency.KeyBusy;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Serves calls that may carry an {@code Idempotency-Key}. Without one, a call is simply executed. */
@Dependent
public class IdempotencyKeys {

    private static final String HEADER = "Idempotency-Key";
    private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

    /** Tries of a call that meets another one with its key. */
    private static final int TRIES = 2;

    private final IdempotentCalls calls;

    @Inject
    public IdempotencyKeys(IdempotentCalls calls) {
        this.calls = calls;
    }

    /**
     * Does a call, or gives the answer that it had before.
     *
     * @param body as it came: another one under the same key is refused
     */
    <A> A serve(HttpServletRequest request, byte[] body, IdempotentCall<A> call) {
        Optional<String> text = find(request);
        if (text.isEmpty()) {
            call.prepare();
            return call.perform().answer();
        }
        Caller caller = AccountsResource.caller(request);
        return serve(caller, IdempotencyKey.of(caller, request.getRequestURI(), text.get(), body), call);
    }

    <A> A serve(Caller caller, IdempotencyKey key, IdempotentCall<A> call) {
        Optional<A> before = calls.repeat(caller, key, call);
        if (before.isEmpty()) {
            call.prepare();
        }
        for (int tries = 0; before.isEmpty() && tries < TRIES; tries++) {
            try {
                return calls.perform(caller, key, call);
            } catch (KeyBusy e) {
                before = calls.repeat(caller, key, call);
            }
        }
        return before.orElseThrow(InProgress::new);
    }

    /** @throws CallRefused if the header isn't a valid key */
    static Optional<String> find(HttpServletRequest request) {
        List<String> lines = Collections.list(request.getHeaders(HEADER));
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        if (lines.size() > 1 || !KEY.matcher(lines.getFirst().strip()).matches()) {
            throw CallRefused.malformed(
                    "idempotency.key.invalid", HEADER + " is one line of 1 to 255 visible ASCII characters");
        }
        return Optional.of(lines.getFirst().strip());
    }
}
