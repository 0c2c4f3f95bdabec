package io.saltgate.signin.factors;

import io.nayuki.qrcodegen.QrCode;
import io.saltgate.platform.crypto.ExpiringSeal;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.Sealing;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Authenticator apps that are being added. Until a code of the app has come, its secret waits in a field of the page
 * that shows it, sealed for that person and for 15 minutes: what nobody proved to have makes no row.
 */
@Dependent
public class Enrolments {

    static final Duration LIFETIME = Duration.ofMinutes(15);

    private static final UUID NO_ROW = new UUID(0, 0);

    /**
     * What the page shows.
     *
     * @param kept value of the field
     * @param secret for apps without a camera, in groups of four
     * @param size of the QR code's side, in modules
     * @param modules its dark modules, as a path of SVG
     */
    public record Offer(String kept, String secret, int size, String modules) {
        @Override
        public String toString() {
            return "offered authenticator app";
        }
    }

    private final ExpiringSeal seal;

    @Inject
    public Enrolments(KeyRing ring, Clock clock) {
        this.seal = new ExpiringSeal(ring, clock, LIFETIME);
    }

    /** @param email the person's, by which the app names what it shows */
    public Offer begin(UUID user, String email) {
        TotpSecret secret = TotpSecret.generate();
        return offer(seal.seal(secret.reveal(), place(user)), secret, email);
    }

    /** Shows the same app again, after a code that was wrong. */
    public Offer again(String kept, TotpSecret secret, String email) {
        return offer(kept, secret, email);
    }

    /** @return empty if it isn't this person's, or waited for too long */
    public Optional<TotpSecret> open(UUID user, String kept) {
        return seal.open(kept, place(user)).map(TotpSecret::of);
    }

    private static Offer offer(String kept, TotpSecret secret, String email) {
        QrCode code = QrCode.encodeText(secret.uri(email), QrCode.Ecc.MEDIUM);
        return new Offer(kept, secret.reveal().replaceAll("(.{4})(?!$)", "$1 "), code.size, modules(code));
    }

    private static String modules(QrCode code) {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
                }
            }
        }
        return path.toString();
    }

    private static Sealing.Place place(UUID user) {
        return new Sealing.Place(user, NO_ROW, "authenticator app to add");
    }
}
