package io.saltgate.webhooks;

import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The key of an endpoint, an event or a delivery: the account and its own id. */
public class WebhookKey implements Serializable {

    private @Nullable UUID accountId;
    private @Nullable UUID id;

    protected WebhookKey() {}

    public WebhookKey(UUID accountId, UUID id) {
        this.accountId = accountId;
        this.id = id;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WebhookKey key
                && Objects.equals(accountId, key.accountId)
                && Objects.equals(id, key.id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(accountId, id);
    }
}
