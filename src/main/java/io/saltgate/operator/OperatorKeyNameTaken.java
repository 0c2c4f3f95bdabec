package io.saltgate.operator;

import io.saltgate.accounts.RuleRefused;

/** Another key that still works has this name, and the trail could not tell them apart. */
public class OperatorKeyNameTaken extends RuleRefused {
    OperatorKeyNameTaken() {
        super("operator.key.name.taken");
    }
}
