package io.saltgate.api.idempotency;

import io.saltgate.accounts.RuleRefused;

/** A call under the same key is still being done. */
public class InProgress extends RuleRefused {
    public InProgress() {
        super("idempotency.in.progress");
    }
}
