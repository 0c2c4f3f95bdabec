package io.saltgate.operator;

import io.saltgate.accounts.RuleRefused;

/** Nobody signs in with this address. */
public class NoSuchPerson extends RuleRefused {
    NoSuchPerson() {
        super("operator.nobody");
    }
}
