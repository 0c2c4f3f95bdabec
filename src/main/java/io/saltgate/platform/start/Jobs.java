package io.saltgate.platform.start;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs the {@link Job}s. Not EJB timers: two failures cancel one of those for good. */
@ApplicationScoped
public class Jobs {

    private static final System.Logger LOG = System.getLogger(Jobs.class.getName());

    @Resource
    @SuppressWarnings("NullAway.Init") // the container injects
    private ManagedScheduledExecutorService executor;

    private final Instance<Job> jobs;
    private final List<Future<?>> scheduled = new ArrayList<>();

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected Jobs() {
        this(null);
    }

    @Inject
    public Jobs(Instance<Job> jobs) {
        this.jobs = jobs;
    }

    void schedule(@Observes Startup.Started started) {
        for (Job job : jobs) {
            long millis = job.every().toMillis();
            scheduled.add(executor.scheduleWithFixedDelay(() -> run(job), millis, millis, TimeUnit.MILLISECONDS));
        }
    }

    /** Catches everything: what escapes would end the schedule. */
    private static void run(Job job) {
        try {
            job.run();
        } catch (Throwable t) {
            LOG.log(System.Logger.Level.WARNING, "job " + job.getClass().getSimpleName() + " failed and runs again", t);
        }
    }

    @PreDestroy
    void stop() {
        scheduled.forEach(job -> job.cancel(true));
    }
}
