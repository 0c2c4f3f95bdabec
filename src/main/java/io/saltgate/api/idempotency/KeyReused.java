package io.saltgate.api.idempotency;

import io.saltgate.accounts.RuleRefused;

/** Thrown if the key was used before with another body. */
public class KeyReused extends RuleRefused {
    public KeyReused() {
        super("idempotency.key.reused");
    }
}
