package io.saltgate.api.idempotency;

import io.saltgate.accounts.RuleRefused;

/** The key came before, with another body. */
public class KeyReused extends RuleRefused {
    public KeyReused() {
        super("idempotency.key.reused");
    }
}
