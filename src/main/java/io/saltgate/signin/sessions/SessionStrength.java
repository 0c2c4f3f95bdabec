package io.saltgate.signin.sessions;

/** How a person proved who they are when a session began. */
public enum SessionStrength {
    PASSWORD,
    /** By the provider's word alone, which didn't tell of a second factor. */
    SINGLE_SIGN_ON,
    /** By the word of the operator's product, which led a guest in. */
    CONSOLE_LINK,
    /**
     * A password and a code, of an authenticator app or for recovery, or a password and a passkey; a passkey whose
     * device has checked who uses it; or what the configuration counts as much of a provider.
     */
    TWO_FACTORS
}
