package io.saltgate.signin;

import io.saltgate.platform.crypto.ExpiringSeal;
import io.saltgate.platform.crypto.Hashes;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.Sealing;
import io.saltgate.signin.passwords.Passwords;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Sign-ins whose password was right and whose second factor is still to come. They wait in a field of the page that
 * asks for it, sealed: nobody who isn't signed in makes rows. They hold for five minutes, and for that password alone;
 * the field is no credential, since nothing can be done with it but to try a code.
 */
@Dependent
class PendingSignIns {

    static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final UUID NONE = new UUID(0, 0);
    private static final Sealing.Place PLACE = new Sealing.Place(NONE, NONE, "pending sign-in");

    private final Passwords passwords;
    private final ExpiringSeal seal;

    @Inject
    PendingSignIns(Passwords passwords, KeyRing ring, Clock clock) {
        this.passwords = passwords;
        this.seal = new ExpiringSeal(ring, clock, LIFETIME);
    }

    /** Returns the value of the field. */
    String seal(Passwords.Stored proved) {
        return seal.seal(proved.user() + " " + Hashes.sha256(proved.hash()), PLACE);
    }

    /** @return empty if it isn't ours, waited for too long, or the password was changed */
    Optional<Passwords.Stored> open(String sealed) {
        return seal.open(sealed, PLACE)
                .map(text -> text.split(" "))
                .flatMap(parts -> passwords
                        .find(UUID.fromString(parts[0]))
                        .filter(stored -> Hashes.sameText(Hashes.sha256(stored.hash()), parts[1])));
    }
}
