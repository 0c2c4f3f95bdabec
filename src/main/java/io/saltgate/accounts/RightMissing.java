package io.saltgate.accounts;

/** The caller has the right to the kind of action, but not to this one of it: only owners make owners. */
public class RightMissing extends RuleRefused {
    public RightMissing() {
        super("right.missing");
    }
}
