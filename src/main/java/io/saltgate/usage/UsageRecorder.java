package io.saltgate.usage;

import inet.ipaddr.IPAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records each call in memory. This costs one increment, and a look-up if the token's caller isn't the same as before;
 * {@link UsageWriter} writes the counts later.
 */
public final class UsageRecorder {

    private final Clock clock;
    private volatile Batch present;

    UsageRecorder(Clock clock) {
        this.clock = clock;
        this.present = new Batch(clock);
    }

    /** @param address null if it can't be determined */
    public void allowed(TokenCalls calls, @Nullable IPAddress address, boolean wouldRefuse) {
        calls.tally(present, address).add(wouldRefuse ? Outcome.WOULD_REFUSE : Outcome.ALLOWED, clock.millis());
    }

    /** @param call supplies the details; called only if there is room for them */
    public void refused(
            UUID account, UUID token, @Nullable IPAddress address, Outcome outcome, Supplier<RefusedCall> call) {
        Batch batch = present;
        batch.tally(account, token, address).add(outcome, clock.millis());
        if (batch.takeRoom(account)) {
            batch.add(account, token, address, outcome, call.get());
        }
    }

    /** Records a refused call that belongs to no account. */
    public void refusedUnattributed(@Nullable IPAddress address, Outcome outcome, Supplier<RefusedCall> call) {
        Batch batch = present;
        batch.addUnattributed(outcome);
        if (batch.takeRoom(null)) {
            batch.add(null, null, address, outcome, call.get());
        }
    }

    /** @param example the hops of such a call; asked for only if it is the first for a while */
    public void troubled(AddressTrouble trouble, Supplier<String> example) {
        present.add(trouble, example);
    }

    /**
     * Closes the current batch and returns it. Calls that are being recorded right now may still be added for a moment.
     */
    Batch take() {
        Batch taken = present;
        present = new Batch(clock);
        return taken;
    }

    /** Produces the recorder as a singleton, which has no proxy that every call would pay for. */
    @ApplicationScoped
    static class Producer {
        @Produces
        @Singleton
        UsageRecorder usage(Clock clock) {
            return new UsageRecorder(clock);
        }
    }
}
