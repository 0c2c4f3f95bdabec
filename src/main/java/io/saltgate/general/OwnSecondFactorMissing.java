package io.saltgate.general;

import io.saltgate.accounts.RuleRefused;

/** An owner without a second factor wanted everyone to need one. */
public class OwnSecondFactorMissing extends RuleRefused {
    public OwnSecondFactorMissing() {
        super("own.factor.missing");
    }
}
