package io.saltgate.signin.oidc;

import com.nimbusds.jwt.SignedJWT;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.Sealing;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps a genuine ID token in a field of a page that asks its person for more, sealed: nobody who isn't signed in makes
 * rows. For five minutes, as a password that waits for its code.
 */
@Dependent
public class SealedTokens {

    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final UUID NONE = new UUID(0, 0);
    private static final Sealing.Place PLACE = new Sealing.Place(NONE, NONE, "pending single sign-on");

    /**
     * What was kept.
     *
     * @param session by its hash, which the person confirms; empty for a sign-in
     */
    public record Opened(IdToken token, String session) {
        public boolean isConfirmation() {
            return !session.isEmpty();
        }
    }

    private final OidcSettings settings;
    private final KeyRing ring;
    private final Clock clock;

    @Inject
    public SealedTokens(OidcSettings settings, KeyRing ring, Clock clock) {
        this.settings = settings;
        this.ring = ring;
        this.clock = clock;
    }

    /** Returns the value of the field. */
    public String seal(IdToken token, PendingAuthorization pending) {
        String text = String.join(" ", clock.instant().toString(), token.text(), pending.session());
        return new Sealing(ring).seal(text, PLACE);
    }

    /** @return empty if it isn't ours, or waited for too long */
    public Optional<Opened> open(String sealed) {
        try {
            String[] parts = new Sealing(ring).open(sealed, PLACE).split(" ", -1);
            if (Instant.parse(parts[0]).plus(LIFETIME).isBefore(clock.instant())) {
                return Optional.empty();
            }
            // It was verified before it was sealed.
            IdToken token = IdToken.of(SignedJWT.parse(parts[1]).getJWTClaimsSet(), settings.groupsClaim(), parts[1]);
            return token.issuer().equals(settings.issuer())
                    ? Optional.of(new Opened(token, parts[2]))
                    : Optional.empty();
        } catch (Sealing.CannotOpen | ParseException e) {
            return Optional.empty();
        }
    }
}
