package io.saltgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.TurnableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RefusalRecorderTest {

    private static final int MEMBERS = 120;

    private final AccountId account = new AccountId(UUID.randomUUID());
    private final RefusalMeter meter = new RefusalMeter(new TurnableClock());

    /** Waits for its account's chain, as many others do. */
    private static final class Waiting extends Refusals {

        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger recorded = new AtomicInteger();
        private final CountDownLatch chain = new CountDownLatch(1);

        @Override
        public void record(Caller caller, Routes.Route route, String path) {
            inside.incrementAndGet();
            try {
                chain.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            inside.decrementAndGet();
            recorded.incrementAndGet();
        }
    }

    @Test
    void holdsTwoConnectionsHoweverManyAreRefused() throws Exception {
        Waiting refusals = new Waiting();
        RefusalRecorder recorder = new RefusalRecorder(meter, refusals);
        Routes.Route route = new Routes.Route("POST", "/settings/thing", Permission.CHANGE_API);
        try (ExecutorService members = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Caller> callers = new ArrayList<>();
            List<Future<?>> tries = new ArrayList<>();
            for (int i = 0; i < MEMBERS; i++) {
                Caller caller = new Caller(Caller.Kind.MEMBER, UUID.randomUUID(), account, Set.of(), null, null);
                callers.add(caller);
                tries.add(members.submit(() -> recorder.record(caller, route, "/settings/thing")));
            }
            assertThat(Eventually.happens(Duration.ofSeconds(10), () -> refusals.inside.get() == 2))
                    .isTrue();
            assertThat(Eventually.happens(
                            Duration.ofSeconds(30),
                            () -> tries.stream().filter(Future::isDone).count() == MEMBERS - 2))
                    .isTrue(); // nobody waits longer for the trail than a moment
            assertThat(refusals.inside.get()).isEqualTo(2);
            refusals.chain.countDown();
            for (Future<?> each : tries) {
                each.get();
            }
            assertThat(refusals.recorded).hasValue(2);
            callers.forEach(caller -> recorder.record(caller, route, "/settings/thing"));
            assertThat(refusals.recorded).hasValue(MEMBERS); // who was not recorded is at the next try
        }
    }
}
