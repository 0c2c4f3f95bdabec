package io.saltgate.accounts;

/** Another account has this external id: the operator could not tell the two apart. */
public class ExternalIdTaken extends RuleRefused {
    ExternalIdTaken() {
        super("external.id.taken");
    }
}
