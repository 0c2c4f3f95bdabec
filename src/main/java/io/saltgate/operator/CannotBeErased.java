package io.saltgate.operator;

import io.saltgate.accounts.RuleRefused;

/** A person is to be erased who is an operator, or belongs to an account. */
public class CannotBeErased extends RuleRefused {
    public CannotBeErased() {
        super("person.not.erased");
    }
}
