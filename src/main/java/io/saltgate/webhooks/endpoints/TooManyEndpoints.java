package io.saltgate.webhooks.endpoints;

import io.saltgate.accounts.RuleRefused;

/** The account would have more endpoints than it may. */
public class TooManyEndpoints extends RuleRefused {
    TooManyEndpoints() {
        super("webhook.endpoints.full");
    }
}
