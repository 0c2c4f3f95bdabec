package io.saltgate.signin.oidc;

import com.nimbusds.jwt.SignedJWT;
import io.saltgate.platform.crypto.ExpiringSeal;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.Sealing;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
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
    private final ExpiringSeal seal;

    @Inject
    public SealedTokens(OidcSettings settings, KeyRing ring, Clock clock) {
        this.settings = settings;
        this.seal = new ExpiringSeal(ring, clock, LIFETIME);
    }

    /** Returns the value of the field. */
    public String seal(IdToken token, PendingAuthorization pending) {
        return seal.seal(token.text() + " " + pending.session(), PLACE);
    }

    /** @return empty if it isn't ours, or waited for too long */
    public Optional<Opened> open(String sealed) {
        return seal.open(sealed, PLACE)
                .map(text -> text.split(" ", -1))
                .flatMap(parts -> read(parts[0]).map(token -> new Opened(token, parts[1])))
                .filter(opened -> opened.token().issuer().equals(settings.issuer()));
    }

    /** Reads a token that was verified before it was sealed. */
    private Optional<IdToken> read(String text) {
        try {
            return Optional.of(IdToken.of(SignedJWT.parse(text).getJWTClaimsSet(), settings.groupsClaim(), text));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }
}
