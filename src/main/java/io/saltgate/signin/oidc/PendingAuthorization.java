package io.saltgate.signin.oidc;

import io.saltgate.platform.crypto.Base62;
import io.saltgate.platform.crypto.Hashes;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.Sealing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What a browser keeps, sealed, while its person is at the provider: what the answer must match, and where to go on.
 *
 * @param state that the answer must carry
 * @param nonce that the ID token must carry
 * @param verifier of PKCE (RFC 7636)
 * @param session by its hash, which the person confirms; empty for a sign-in
 * @param to the page to go on to
 */
public record PendingAuthorization(
        String state, String nonce, String verifier, Instant beganAt, String session, String to) {

    /** How long a person may take at the provider. */
    public static final Duration LIFETIME = Duration.ofMinutes(10);

    private static final int SECRET = 43;
    private static final UUID NONE = new UUID(0, 0);
    private static final Sealing.Place PLACE = new Sealing.Place(NONE, NONE, "pending authorization");

    static PendingAuthorization begin(Instant now, String session, String to) {
        return new PendingAuthorization(
                Base62.random(SECRET), Base62.random(SECRET), Base62.random(SECRET), now, session, to);
    }

    /** Whether it is a person who has signed in already that confirms who they are. */
    public boolean isConfirmation() {
        return !session.isEmpty();
    }

    String challenge() {
        return Hashes.sha256(verifier);
    }

    boolean isOver(Instant now) {
        return beganAt.plus(LIFETIME).isBefore(now);
    }

    String seal(KeyRing ring) {
        String text = String.join("\n", state, nonce, verifier, beganAt.toString(), session, to);
        return new Sealing(ring).seal(text, PLACE);
    }

    /** @return empty if it isn't ours */
    static Optional<PendingAuthorization> open(String sealed, KeyRing ring) {
        try {
            String[] parts = new Sealing(ring).open(sealed, PLACE).split("\n", -1);
            return Optional.of(new PendingAuthorization(
                    parts[0], parts[1], parts[2], Instant.parse(parts[3]), parts[4], parts[5]));
        } catch (Sealing.CannotOpen e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "pending authorization";
    }
}
