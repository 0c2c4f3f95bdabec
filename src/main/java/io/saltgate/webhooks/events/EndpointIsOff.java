package io.saltgate.webhooks.events;

import io.saltgate.accounts.RuleRefused;

/** The endpoint is switched off: nothing is sent to it. */
public class EndpointIsOff extends RuleRefused {
    EndpointIsOff() {
        super("webhook.endpoint.off");
    }
}
