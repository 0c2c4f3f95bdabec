package io.saltgate.platform.logging;

import io.saltgate.platform.start.Job;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Keeps the filters in place where the server changes handlers and levels one by one, which nobody is told of. */
@ApplicationScoped
public class ServerLogsJob implements Job {

    @Override
    public Duration every() {
        return Duration.ofSeconds(5);
    }

    @Override
    public void run() {
        ServerLogs.keep();
    }
}
