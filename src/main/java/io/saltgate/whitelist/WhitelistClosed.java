package io.saltgate.whitelist;

import io.saltgate.accounts.RuleRefused;

/** There is no list: it begins and ends with the account's API. */
public class WhitelistClosed extends RuleRefused {
    WhitelistClosed() {
        super("api.off");
    }
}
