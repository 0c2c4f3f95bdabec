package io.saltgate.webhooks.events;

import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.start.Job;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Every few seconds, as long as there is something to put away. */
@ApplicationScoped
public class WebhookCleanupJob implements Job {

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
        List<UUID> onceOff = new ArrayList<>(cleanup.findOnceOff());
        drain(
                () -> cancelSome(onceOff),
                () -> cleanup.deleteOldEvents() == WebhookCleanup.EVENTS_AT_ONCE,
                () -> cleanup.deleteOldKeys() == BatchDelete.ROWS,
                cleanup::deleteRest);
    }

    /** One batch of each endpoint; forgets those that have no more. */
    private boolean cancelSome(List<UUID> endpoints) {
        endpoints.removeIf(endpoint -> cleanup.cancelOver(endpoint) < WebhookCleanup.DELIVERIES_AT_ONCE);
        return !endpoints.isEmpty();
    }
}
