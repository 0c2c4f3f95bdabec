package io.saltgate.operator;

import io.saltgate.accounts.RuleRefused;

/** Without an operator nobody could run Saltgate, or make one. */
public class LastOperatorCannotLeave extends RuleRefused {
    LastOperatorCannotLeave() {
        super("operator.last");
    }
}
