package io.saltgate.api.idempotency;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call that creates or rotates: how it is executed, and how its answer is rebuilt.
 *
 * @param <A> its answer
 */
public interface IdempotentCall<A> {

    /**
     * Checks what must not hold a transaction open, such as a name that has to be resolved. Not run for a repetition.
     */
    default void prepare() {}

    /** Executes the call, within the open transaction if there is one. */
    Done<A> perform();

    /**
     * Gives the answer again, within a transaction; with {@link io.saltgate.accounts.NotFound} the answer is gone.
     *
     * @throws AnswerGone if what was created is no longer there
     */
    A repeat(Earlier call);

    /**
     * What a call did.
     *
     * @param status of the answer, by HTTP
     * @param created ids of what it created, by which the answer can be given again; null if it can't
     */
    record Done<A>(A answer, int status, @Nullable List<UUID> created) {

        public static <A> Done<A> repeatable(A answer, int status, List<UUID> created) {
            return new Done<>(answer, status, List.copyOf(created));
        }

        /** For an answer with a link, which works once only. */
        public static <A> Done<A> once(A answer, int status) {
            return new Done<>(answer, status, null);
        }
    }

    /**
     * A call that was done before, under the same key and with the same body.
     *
     * @param at when it began
     */
    record Earlier(int status, List<UUID> created, Instant at) {}
}
