package io.saltgate.api;

import io.saltgate.apiaccess.TokenReports;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands reports of leaked tokens to a thread of its own, so that the answer to one takes as long whatever the token is.
 * Bounded: while too many wait, no more are taken.
 */
@ApplicationScoped
public class TokenReportQueue {

    private static final System.Logger LOG = System.getLogger(TokenReportQueue.class.getName());

    private static final int MAX_WAITING = 1_000;

    @Resource
    @SuppressWarnings("NullAway.Init") // the container injects
    private ManagedThreadFactory threads;

    private final TokenReports reports;

    @SuppressWarnings("NullAway.Init") // opened before the first call
    private ThreadPoolExecutor executor;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected TokenReportQueue() {
        this(null);
    }

    @Inject
    public TokenReportQueue(TokenReports reports) {
        this.reports = reports;
    }

    @PostConstruct
    void open() {
        executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), threads);
    }

    /** What waits is still done. */
    @PreDestroy
    void close() {
        executor.shutdown();
    }

    /** Takes a report; false while too many wait. */
    boolean offer(String token, @Nullable String source, @Nullable String address) {
        try {
            executor.execute(() -> report(token, source, address));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void report(String token, @Nullable String source, @Nullable String address) {
        try {
            reports.report(token, source, address);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "A report of a leaked token could not be recorded and is lost", e);
        }
    }
}
