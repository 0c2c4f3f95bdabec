package io.saltgate.webhooks.delivery;

import io.saltgate.webhooks.endpoints.EndpointKey;
import java.util.Set;

/**
 * There is something to send to these endpoints, from this node's own transaction. Other nodes find it by themselves.
 */
public record DeliveriesDue(Set<EndpointKey> endpoints) {

    public DeliveriesDue {
        endpoints = Set.copyOf(endpoints);
    }

    /** Tells the sender, after the commit. */
    @FunctionalInterface
    public interface Signal {
        void fire(DeliveriesDue due);
    }
}
