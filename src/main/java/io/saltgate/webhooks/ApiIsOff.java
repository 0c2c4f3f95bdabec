package io.saltgate.webhooks;

import io.saltgate.accounts.RuleRefused;

/** The account's API is off: there is no salt to sign with. */
public class ApiIsOff extends RuleRefused {
    public ApiIsOff() {
        super("api.off");
    }
}
