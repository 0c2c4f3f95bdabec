package io.saltgate.api;

import io.saltgate.webhooks.events.Deliveries;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;

/**
 * Serves {@code /deliveries}: the webhook deliveries of the account whose token calls, as the operator has it by slug.
 */
@Path("/deliveries")
@RequestScoped
@ForAccountToken
@jakarta.enterprise.inject.Typed(OwnDeliveriesResource.class)
public class OwnDeliveriesResource extends DeliveriesResource {

    /** For the container's proxies. */
    public OwnDeliveriesResource() {}

    @Inject
    public OwnDeliveriesResource(Deliveries deliveries, IdempotencyKeys keys) {
        super(deliveries, keys);
    }
}
