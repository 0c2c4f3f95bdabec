package io.saltgate.webhooks;

import io.saltgate.platform.start.Job;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;

/** Every few seconds, as long as there is something to put away. */
@ApplicationScoped
public class WebhookCleanupJob implements Job {

    private static final int MOST_ROUNDS = 50;

    private final WebhookCleanup cleanup;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected WebhookCleanupJob() {
        this(null);
    }

    @Inject
    public WebhookCleanupJob(WebhookCleanup cleanup) {
        this.cleanup = cleanup;
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(10);
    }

    @Override
    public void run() {
        for (UUID endpoint : cleanup.findOnceOff()) {
            for (int round = 0; round < MOST_ROUNDS && cleanup.cancelOver(endpoint) > 0; round++) {}
        }
        for (int round = 0; round < MOST_ROUNDS && cleanup.deleteOldEvents() > 0; round++) {}
        for (int round = 0; round < MOST_ROUNDS && cleanup.deleteOldKeys() > 0; round++) {}
        cleanup.deleteRest();
    }
}
