package io.saltgate.webhooks.delivery;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** How it goes with sending, for whoever runs Saltgate. */
@Stateless
@ForOwnAccount
public class WebhookMetrics {

    /**
     * Of all nodes what waits, of this one what it does and has done since it was started.
     *
     * @param waiting deliveries that are not done
     * @param oldestDueSeconds for how long the first that is due has been so; 0 if none is
     * @param retentionBehindSeconds by how much the oldest event is older than events are kept; 0 if it isn't
     * @param underWay attempts that are being made
     * @param clockOffsetSeconds by how much this node's clock is ahead of the database's: signatures carry the former
     */
    public record Snapshot(
            long waiting,
            double oldestDueSeconds,
            double retentionBehindSeconds,
            int underWay,
            long succeeded,
            long failed,
            double clockOffsetSeconds) {}

    private final WebhookSender sender;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected WebhookMetrics() {
        this(null);
    }

    @Inject
    public WebhookMetrics(WebhookSender sender) {
        this.sender = sender;
    }

    @RolesAllowed({Permission.PROVISION_ACCOUNTS, Permission.OPERATE})
    public Snapshot get(Caller caller) {
        return sender.snapshot();
    }
}
