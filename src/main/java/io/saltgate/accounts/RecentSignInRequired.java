package io.saltgate.accounts;

/** A secret leaves, or is made, only for somebody who proved within the last minutes who it is. */
public class RecentSignInRequired extends RuleRefused {
    RecentSignInRequired() {
        super("signin.not.recent");
    }
}
