package io.saltgate.webhooks.delivery;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.saltgate.accounts.AccountId;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.SaltgateDataSource;
import io.saltgate.platform.net.OutboundGuard;
import io.saltgate.platform.net.OutboundHttp;
import io.saltgate.platform.start.Startup;
import io.saltgate.webhooks.endpoints.EndpointSwitch;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends webhooks on this node, from start to stop, over a pool of its own: a busy console can't hold it up, nor it a
 * page.
 */
@ApplicationScoped
public class WebhookSender {

    private static final int CONNECTIONS = 4;

    /** Beyond an attempt's own time: to look up the name, to write what came of it. */
    private static final Duration LEASE_REST = Duration.ofSeconds(30);

    /** Than the schedule has: those of nodes that ended. */
    private static final int MORE_ATTEMPTS = 10;

    private static final long STOP_MILLIS = 5_000;

    @Resource
    @SuppressWarnings("NullAway.Init") // the container injects
    private ManagedThreadFactory threads;

    private final OutboundGuard guard;
    private final OutboundHttp http;
    private final EndpointSwitch endpoints;
    private final Instance<KeyRing> ring;
    private final WebhookSettings settings;
    private final Clock clock;
    private final List<Thread> running = new ArrayList<>();
    private volatile @Nullable Dispatcher dispatcher;
    private volatile @Nullable DeliveryQueue queue;
    private @Nullable HikariDataSource pool;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected WebhookSender() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public WebhookSender(
            OutboundGuard guard,
            OutboundHttp http,
            EndpointSwitch endpoints,
            Instance<KeyRing> ring,
            WebhookSettings settings,
            Clock clock) {
        this.guard = guard;
        this.http = http;
        this.endpoints = endpoints;
        this.ring = ring;
        this.settings = settings;
        this.clock = clock;
    }

    void start(@Observes Startup.Started started) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("webhooks");
        config.setDataSource(SaltgateDataSource.forOwnPool());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setInitializationFailTimeout(-1);
        pool = new HikariDataSource(config);
        DeliveryQueue waiting = new DeliveryQueue(
                pool,
                settings.attemptTimeout().plus(LEASE_REST),
                settings.schedule().size() + MORE_ATTEMPTS);
        Attempts attempts = new Attempts(guard, http, ring.get(), settings.attemptTimeout(), clock);
        Dispatcher opened = new Dispatcher(
                waiting,
                new DeliveryReports(pool),
                attempts::make,
                (target, reason) -> endpoints.switchOff(
                        new AccountId(target.key().account()),
                        target.key().endpoint(),
                        target.generation(),
                        target.url(),
                        reason),
                settings,
                clock);
        run("saltgate-webhook-claims", opened::claim);
        run("saltgate-webhook-reports", opened::write);
        queue = waiting;
        dispatcher = opened;
    }

    private double behind(DeliveryQueue.Depth depth) {
        Duration kept = Duration.between(depth.firstEvent(), depth.now());
        return Math.max(0, kept.minus(settings.retention()).toMillis() / 1_000.0);
    }

    WebhookMetrics.Snapshot snapshot() {
        DeliveryQueue waiting = queue;
        Dispatcher present = dispatcher;
        if (waiting == null || present == null) {
            throw new IllegalStateException("not started");
        }
        try {
            DeliveryQueue.Depth depth = waiting.depth();
            return new WebhookMetrics.Snapshot(
                    depth.waiting(),
                    depth.oldestDueSeconds(),
                    behind(depth),
                    present.underWay(),
                    present.succeeded(),
                    present.failed(),
                    Duration.between(depth.now(), clock.instant()).toMillis() / 1_000.0);
        } catch (SQLException e) {
            throw new IllegalStateException("the queue can't be asked", e);
        }
    }

    private void run(String name, Runnable work) {
        Thread thread = threads.newThread(work);
        thread.setName(name);
        thread.start();
        running.add(thread);
    }

    void hear(@Observes(during = TransactionPhase.AFTER_SUCCESS) DeliveriesDue due) {
        Dispatcher present = dispatcher;
        if (present != null) {
            due.endpoints().forEach(present::hint);
        }
    }

    /** What is under way may end within a few seconds; what doesn't is sent again by whoever finds its lease over. */
    @PreDestroy
    void stop() {
        Dispatcher present = dispatcher;
        if (present != null) {
            present.stop(STOP_MILLIS / 2);
        }
        try {
            for (Thread thread : running) {
                thread.join(STOP_MILLIS); // never interrupted: that would close H2's file under others
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (pool != null) {
            pool.close();
        }
    }
}
