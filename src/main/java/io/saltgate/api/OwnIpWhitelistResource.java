package io.saltgate.api;

import io.saltgate.whitelist.Whitelists;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import java.time.Clock;

/** Serves {@code /ip-whitelist}: the IP whitelist of the account whose token calls, as the operator has it by slug. */
@Path("/ip-whitelist")
@RequestScoped
@ForAccountToken
@jakarta.enterprise.inject.Typed(OwnIpWhitelistResource.class)
public class OwnIpWhitelistResource extends IpWhitelistResource {

    /** For the container's proxies. */
    public OwnIpWhitelistResource() {}

    @Inject
    public OwnIpWhitelistResource(
            Whitelists whitelists, WhitelistReplacement replacement, Clock clock, IdempotencyKeys keys) {
        super(whitelists, replacement, clock, keys);
    }
}
