package io.saltgate.apiaccess;

import io.saltgate.accounts.RuleRefused;

/** A secret leaves only to somebody who proved within the last minutes who it is. */
public class RecentSignInRequired extends RuleRefused {
    RecentSignInRequired() {
        super("signin.not.recent");
    }
}
