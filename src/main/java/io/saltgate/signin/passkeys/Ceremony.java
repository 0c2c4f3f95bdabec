package io.saltgate.signin.passkeys;

import io.saltgate.platform.crypto.Hashes;
import java.util.UUID;

/**
 * What a challenge is issued for. A challenge of one ceremony counts in no other.
 *
 * @param subject who or what it belongs to; empty where nobody is known yet
 */
public record Ceremony(Kind kind, String subject) {

    /** The kinds of ceremony. */
    public enum Kind {
        /** A sign-in by the passkey alone. */
        SIGN_IN,
        /** The second step of a sign-in, after a right password. */
        SECOND_FACTOR,
        /** A confirmation of who is at the browser. */
        CONFIRMATION,
        /** A new passkey. */
        REGISTRATION
    }

    public static Ceremony signIn() {
        return new Ceremony(Kind.SIGN_IN, "");
    }

    /** @param kept the sealed first step of the sign-in */
    public static Ceremony secondFactor(String kept) {
        return new Ceremony(Kind.SECOND_FACTOR, Hashes.sha256(kept));
    }

    public static Ceremony confirmation(UUID user) {
        return new Ceremony(Kind.CONFIRMATION, user.toString());
    }

    /** @param userHandle by which the new passkey will know the person */
    public static Ceremony registration(UUID user, String userHandle) {
        return new Ceremony(Kind.REGISTRATION, user + " " + Hashes.sha256(userHandle));
    }

    /** Whether the device must have checked who uses it, by a PIN or a fingerprint: where no password comes with it. */
    public boolean needsUserVerification() {
        return kind != Kind.SECOND_FACTOR;
    }
}
