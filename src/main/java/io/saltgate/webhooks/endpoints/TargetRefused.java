package io.saltgate.webhooks.endpoints;

import io.saltgate.accounts.RuleRefused;
import io.saltgate.platform.net.OutboundGuard;

/**
 * The address is one that Saltgate doesn't send to. Which one a name leads to isn't told: it may be the operator's own
 * network.
 */
public class TargetRefused extends RuleRefused {
    public TargetRefused(OutboundGuard.Reason reason) {
        super(reason.code());
    }
}
