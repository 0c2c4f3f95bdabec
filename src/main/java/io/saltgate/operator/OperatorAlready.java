package io.saltgate.operator;

import io.saltgate.accounts.RuleRefused;

/** The person is an operator already. */
public class OperatorAlready extends RuleRefused {
    OperatorAlready() {
        super("operator.already");
    }
}
