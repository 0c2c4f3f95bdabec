package io.saltgate.accounts;

/** What widens access is done only for a person who proved within the last minutes who it is. */
public class RecentSignInRequired extends RuleRefused {
    public static final String CODE = "signin.not.recent";

    RecentSignInRequired() {
        super(CODE);
    }
}
