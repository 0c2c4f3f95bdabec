package io.saltgate.webhooks.endpoints;

import io.saltgate.accounts.RuleRefused;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The form was made for an endpoint that has changed since: nothing was done. */
public class EndpointChanged extends RuleRefused {

    private final Instant changedAt;
    private final @Nullable UUID changedBy;

    EndpointChanged(Endpoint endpoint) {
        super("webhook.endpoint.changed");
        this.changedAt = endpoint.changedAt();
        this.changedBy = endpoint.changedBy();
    }

    public Instant changedAt() {
        return changedAt;
    }

    public @Nullable UUID changedBy() {
        return changedBy;
    }
}
