package io.saltgate.accounts;

/** The account isn't closed, or was closed too long ago to be reopened. */
public class ReopeningOver extends RuleRefused {
    ReopeningOver() {
        super("account.not.reopenable");
    }
}
