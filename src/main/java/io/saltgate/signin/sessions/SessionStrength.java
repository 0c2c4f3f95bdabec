package io.saltgate.signin.sessions;

/** How a person proved who they are when a session began. */
public enum SessionStrength {
    PASSWORD,
    /**
     * A password and a code, of an authenticator app or for recovery, or a password and a passkey; or a passkey whose
     * device has checked who uses it.
     */
    TWO_FACTORS
}
