package io.saltgate.whitelist;

import io.saltgate.accounts.RuleRefused;

/** Thrown if the account has no whitelist because its API is disabled. */
public class WhitelistClosed extends RuleRefused {
    WhitelistClosed() {
        super("api.off");
    }
}
