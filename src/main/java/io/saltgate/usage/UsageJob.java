package io.saltgate.usage;

import io.saltgate.platform.start.Job;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the gate recorded. A batch is written one period after it was closed, when no thread adds to it any
 * more: a page shows a call after two periods and the time to write it.
 */
@ApplicationScoped
public class UsageJob implements Job {

    static final Duration PERIOD = Duration.ofMillis(1_500);

    /** Writes of a quarter of a second each, so that stopping a server doesn't take long. */
    private static final int MAX_LAST_WRITES = 40;

    @Resource(lookup = "java:app/jdbc/saltgate")
    @SuppressWarnings("NullAway.Init") // the container injects
    private DataSource dataSource;

    private final UsageRecorder usage;
    private final Clock clock;
    private @Nullable UsageWriter writer;
    private @Nullable Batch closed;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected UsageJob() {
        this(null, null);
    }

    @Inject
    public UsageJob(UsageRecorder usage, Clock clock) {
        this.usage = usage;
        this.clock = clock;
    }

    @Override
    public Duration every() {
        return PERIOD;
    }

    @Override
    public void run() {
        writeNext();
    }

    private synchronized boolean writeNext() {
        if (writer == null) {
            writer = new UsageWriter(dataSource, clock);
        }
        Batch quiet = closed;
        closed = usage.take();
        if (quiet != null) {
            writer.add(quiet);
        }
        return writer.write();
    }

    /**
     * A server that is stopped loses nothing, as long as it can be written in time; one that is killed loses what came
     * within its last few seconds. When the bean itself is destroyed, the server has taken the connections away
     * already.
     */
    void writeTheRest(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
        writeNext(); // closes what is open, which the next one writes
        int writes = 0;
        while (writes < MAX_LAST_WRITES && writeNext()) {
            writes++;
        }
    }
}
