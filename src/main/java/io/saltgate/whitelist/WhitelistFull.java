package io.saltgate.whitelist;

import io.saltgate.accounts.RuleRefused;

/** Thrown if a list would have more entries than an account may have. */
public class WhitelistFull extends RuleRefused {
    WhitelistFull() {
        super("whitelist.full");
    }
}
