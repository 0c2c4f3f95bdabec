package io.saltgate.webhooks.delivery;

import io.saltgate.webhooks.endpoints.Endpoint;
import io.saltgate.webhooks.endpoints.EndpointKey;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * One node's sending. One thread claims what is due and starts a virtual thread for each attempt; one writes down what
 * came of them, many at a time. A slot is given back when that is written, so that no more is in memory than there are
 * slots.
 */
final class Dispatcher {

    private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());

    /** How often this node looks for what other nodes took in, and for what is due again. */
    private static final long SWEEP_MILLIS = 250;

    /** Claims of one moment are made together. */
    private static final long GATHER_MILLIS = 5;

    private static final int MOST_REPORTS = 256;
    private static final long AFTER_FAILURE_MILLIS = 1_000;

    /** What it asks for when an endpoint has ended. */
    @FunctionalInterface
    interface Switch {
        void off(Claim.Target target, Endpoint.OffReason reason);
    }

    private final DeliveryQueue queue;
    private final DeliveryReports reporting;
    private final Function<Claim, Claim.Report> attempts;
    private final Switch endpointSwitch;
    private final RetrySchedule schedule;
    private final Duration failingLimit;
    private final Clock clock;
    private final Slots slots;

    private final Set<EndpointKey> hints = ConcurrentHashMap.newKeySet();
    /** Endpoints of which more may be due than there was room for. */
    private final Set<EndpointKey> more = ConcurrentHashMap.newKeySet();

    private final Semaphore wake = new Semaphore(0);
    private final BlockingQueue<DeliveryReports.Finished> reports = new LinkedBlockingQueue<>();
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile boolean stopped;
    private volatile long reportsEndAt;

    Dispatcher(
            DeliveryQueue queue,
            DeliveryReports reporting,
            Function<Claim, Claim.Report> attempts,
            Switch endpointSwitch,
            WebhookSettings settings,
            Clock clock) {
        this.queue = queue;
        this.reporting = reporting;
        this.attempts = attempts;
        this.endpointSwitch = endpointSwitch;
        this.schedule = new RetrySchedule(settings.schedule());
        this.failingLimit = settings.failingLimit();
        this.clock = clock;
        this.slots = new Slots(settings.concurrency(), settings.endpointConcurrency());
    }

    /** Something is due there. */
    void hint(EndpointKey key) {
        hints.add(key);
        wake.release();
    }

    /** @param millis that attempts under way may still take */
    void stop(long millis) {
        reportsEndAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        stopped = true;
        wake.release();
    }

    int underWay() {
        return slots.taken();
    }

    long succeeded() {
        return succeeded.sum();
    }

    long failed() {
        return failed.sum();
    }

    /** Claims and starts attempts until it is stopped. */
    void claim() {
        long sweptAt = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(SWEEP_MILLIS);
        while (!stopped) {
            try {
                Set<EndpointKey> due = new HashSet<>();
                hints.removeIf(due::add);
                if (System.nanoTime() - sweptAt >= TimeUnit.MILLISECONDS.toNanos(SWEEP_MILLIS)) {
                    sweptAt = System.nanoTime();
                    due.addAll(queue.findDue());
                }
                int failures = 0;
                for (EndpointKey key : inOrder(due)) {
                    failures += isClaimed(key) ? 0 : 1;
                }
                if (failures > 0) {
                    pause(SWEEP_MILLIS);
                }
                rest();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Throwable t) { // whatever it is: a thread that ends sends nothing more
                LOG.log(System.Logger.Level.WARNING, "webhooks can''t be claimed now: {0}", t.toString());
                pause(AFTER_FAILURE_MILLIS);
            }
        }
    }

    /** By chance, and then those first whose account has least under way. */
    private List<EndpointKey> inOrder(Set<EndpointKey> due) {
        List<EndpointKey> order = new ArrayList<>(due);
        Collections.shuffle(order, ThreadLocalRandom.current());
        order.sort(Comparator.comparingInt(key -> slots.ofAccount(key.account())));
        return order;
    }

    /** What stands in one endpoint's way must not hold up the next. */
    private boolean isClaimed(EndpointKey key) {
        try {
            claim(key);
            return true;
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.WARNING, "webhooks of one endpoint can''t be claimed now: {0}", e.getMessage());
            return false;
        }
    }

    private void claim(EndpointKey key) throws SQLException {
        int room = slots.room(key);
        if (room == 0) {
            more.add(key);
            return;
        }
        List<Claim> claims = queue.claim(key, room);
        slots.take(key, claims.size());
        if (claims.size() == room) {
            more.add(key);
            if (slots.room(key) > 0) {
                hints.add(key);
            }
        }
        for (Claim claim : claims) {
            Thread.ofVirtual().name("webhook").start(() -> attempt(claim));
        }
    }

    private void rest() throws InterruptedException {
        if (hints.isEmpty() && wake.tryAcquire(SWEEP_MILLIS, TimeUnit.MILLISECONDS)) {
            TimeUnit.MILLISECONDS.sleep(GATHER_MILLIS);
        }
        wake.drainPermits();
    }

    /** Reports in any case: a slot that nobody gives back is lost until the node ends. */
    private void attempt(Claim claim) {
        Claim.Report report;
        try {
            report = attempts.apply(claim);
        } catch (Throwable t) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "an attempt of delivery " + claim.delivery() + " failed unexpectedly; it is recorded as such",
                    t);
            report = Claim.Report.internal(clock.instant());
        }
        if (report.outcome() == Attempt.Outcome.GONE) {
            switchOff(claim.target(), Endpoint.OffReason.GONE);
        }
        reports.add(finished(claim, report));
    }

    private DeliveryReports.Finished finished(Claim claim, Claim.Report report) {
        if (report.outcome().isSuccess()) {
            return new DeliveryReports.Finished(claim, report, Delivery.State.SUCCEEDED, Duration.ZERO);
        }
        Optional<Duration> wait = report.outcome() == Attempt.Outcome.GONE
                ? Optional.empty()
                : schedule.waitAfter(
                        claim.attempt(),
                        report.retryAfter(),
                        clock.instant(),
                        ThreadLocalRandom.current().nextDouble());
        return new DeliveryReports.Finished(
                claim,
                report,
                wait.isPresent() ? Delivery.State.PENDING : Delivery.State.FAILED,
                wait.orElse(Duration.ZERO));
    }

    /** Writes reports until it is stopped and none is left. */
    void write() {
        List<DeliveryReports.Finished> batch = new ArrayList<>();
        while (!stopped || slots.taken() > 0 && System.nanoTime() < reportsEndAt) {
            try {
                DeliveryReports.Finished first = reports.poll(SWEEP_MILLIS, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                reports.drainTo(batch, MOST_REPORTS - 1);
                write(batch);
                batch.clear();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Throwable t) { // a thread that ends would leave all slots taken
                LOG.log(System.Logger.Level.WARNING, "reports of webhooks can''t be written now: {0}", t.toString());
                batch.clear();
            }
        }
    }

    private void write(List<DeliveryReports.Finished> batch) {
        try {
            if (!isWritten(batch) && batch.size() > 1) {
                // One that can't be written must not take the others with it, again and again.
                batch.forEach(one -> isWritten(List.of(one)));
            }
        } finally {
            batch.forEach(this::release);
        }
    }

    /** What can't be written is over with its lease, and will be sent again under the same id. */
    private boolean isWritten(List<DeliveryReports.Finished> batch) {
        try {
            Set<Claim.Target> forLong = reporting.finish(batch, clock.instant().minus(failingLimit));
            // Not on this thread: it would wait for locks of accounts while all others' slots are taken.
            forLong.forEach(target -> Thread.ofVirtual()
                    .name("webhook-switch")
                    .start(() -> switchOff(target, Endpoint.OffReason.FAILING)));
            return true;
        } catch (SQLException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "what came of {0} webhooks can''t be written: {1}", batch.size(), e);
            return false;
        }
    }

    private void release(DeliveryReports.Finished one) {
        EndpointKey key = one.claim().target().key();
        boolean success = one.report().outcome().isSuccess();
        (success ? succeeded : failed).increment();
        slots.release(key, success);
        if (more.remove(key)) {
            hint(key);
        }
    }

    private void switchOff(Claim.Target target, Endpoint.OffReason reason) {
        try {
            endpointSwitch.off(target, reason);
        } catch (Throwable t) {
            LOG.log(System.Logger.Level.WARNING, "an endpoint can''t be switched off now: {0}", t.toString());
        }
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
