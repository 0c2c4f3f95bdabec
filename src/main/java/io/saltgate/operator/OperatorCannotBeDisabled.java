package io.saltgate.operator;

import io.saltgate.accounts.RuleRefused;

/** An operator is to be disabled, who first has to be removed from the operators. */
public class OperatorCannotBeDisabled extends RuleRefused {
    public OperatorCannotBeDisabled() {
        super("operator.not.disabled");
    }
}
