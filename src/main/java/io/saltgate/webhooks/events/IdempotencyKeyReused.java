package io.saltgate.webhooks.events;

import io.saltgate.accounts.RuleRefused;

/** The key came before, with another event. */
public class IdempotencyKeyReused extends RuleRefused {
    IdempotencyKeyReused() {
        super("idempotency.key.reused");
    }
}
