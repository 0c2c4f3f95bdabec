package io.saltgate.signin.oidc;

/** The provider could not be asked, or its answer can't be used. The message says why, for the log. */
public final class ProviderUnavailable extends Exception {
    ProviderUnavailable(String reason) {
        super(reason);
    }
}
