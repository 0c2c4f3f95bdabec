package io.saltgate.api;

import io.saltgate.webhooks.endpoints.Endpoints;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;

/** Serves {@code /webhooks}: the webhook endpoints of the account whose token calls, as the operator has it by slug. */
@Path("/webhooks")
@RequestScoped
@ForAccountToken
@jakarta.enterprise.inject.Typed(OwnWebhooksResource.class)
public class OwnWebhooksResource extends WebhooksResource {

    /** For the container's proxies. */
    public OwnWebhooksResource() {}

    @Inject
    public OwnWebhooksResource(Endpoints endpoints, IdempotencyKeys keys) {
        super(endpoints, keys);
    }
}
