package io.saltgate.operatorevents;

import io.saltgate.platform.start.Job;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/** Runs {@link RefusalWatch} every minute; most of the time there is no new hour to compare. */
@Dependent
public class RefusalWatchJob implements Job {

    private final RefusalWatch watch;

    @Inject
    public RefusalWatchJob(RefusalWatch watch) {
        this.watch = watch;
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(1);
    }

    @Override
    public void run() {
        watch.compare();
    }
}
