package io.saltgate.api;

import io.saltgate.usage.CallerDirectory;
import io.saltgate.usage.Usage;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;

/** Serves {@code /usage}: the usage of the account whose token calls, as the operator has it by slug. */
@Path("/usage")
@RequestScoped
@ForAccountToken
@jakarta.enterprise.inject.Typed(OwnUsageResource.class)
public class OwnUsageResource extends UsageResource {

    /** For the container's proxies. */
    public OwnUsageResource() {}

    @Inject
    public OwnUsageResource(Usage usage, CallerDirectory callers) {
        super(usage, callers);
    }
}
