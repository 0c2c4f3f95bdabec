package io.saltgate.webhooks.endpoints;

import io.saltgate.accounts.RuleRefused;

/** The endpoint would have more headers than it may. */
public class TooManyHeaders extends RuleRefused {
    TooManyHeaders() {
        super("webhook.headers.full");
    }
}
