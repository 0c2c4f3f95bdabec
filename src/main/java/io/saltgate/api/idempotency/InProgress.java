package io.saltgate.api.idempotency;

import io.saltgate.accounts.RuleRefused;

/** Thrown if a call under the same key is still being executed. */
public class InProgress extends RuleRefused {
    public InProgress() {
        super("idempotency.in.progress");
    }
}
