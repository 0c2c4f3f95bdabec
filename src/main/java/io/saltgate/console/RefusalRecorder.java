package io.saltgate.console;

import io.saltgate.accounts.Caller;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Records refusals for want of a right in the audit trail: as many as {@link RefusalMeter} takes, and two at a time on
 * this node. Each holds a connection of the database while it waits for its account's chain, so that more would keep
 * everybody else's changes waiting for one.
 */
@ApplicationScoped
public class RefusalRecorder {

    private static final System.Logger LOG = System.getLogger(RefusalRecorder.class.getName());

    private static final int MAX_CONCURRENT = 2;
    private static final Duration MAX_WAIT = Duration.ofSeconds(2);

    private final RefusalMeter meter;
    private final Refusals refusals;
    private final Semaphore places = new Semaphore(MAX_CONCURRENT, true);

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected RefusalRecorder() {
        this(null, null);
    }

    @Inject
    public RefusalRecorder(RefusalMeter meter, Refusals refusals) {
        this.meter = meter;
        this.refusals = refusals;
    }

    /**
     * Records one. Nothing was done, so the refusal stands even if it can't be recorded; the log says so then.
     *
     * @param route what was tried
     * @param path the same as it was asked for, without its query
     */
    public void record(Caller caller, Routes.Route route, String path) {
        if (!meter.takes(caller, route)) {
            return;
        }
        if (!enter()) {
            meter.giveBack(caller, route);
            LOG.log(System.Logger.Level.WARNING, "a refusal was not recorded: too many at once");
            return;
        }
        try {
            refusals.record(caller, route, path);
        } catch (EJBException e) {
            meter.giveBack(caller, route);
            LOG.log(System.Logger.Level.WARNING, "a refusal could not be written to the audit trail", e);
        } finally {
            places.release();
        }
    }

    private boolean enter() {
        try {
            return places.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
