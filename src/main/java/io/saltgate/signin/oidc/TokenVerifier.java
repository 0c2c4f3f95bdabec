package io.saltgate.signin.oidc;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.saltgate.platform.crypto.Hashes;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges tokens of the provider: OpenID Connect Core 1.0, section 3.1.3.7, and Back-Channel Logout 1.0, section 2.6.
 * Where those leave a choice, the stricter one.
 */
final class TokenVerifier {

    /** How far the clocks of the provider and of this node may be apart. */
    static final Duration SKEW = Duration.ofSeconds(60);

    /** How old a logout token may be: it is sent when it is made. */
    static final Duration LOGOUT_AGE = Duration.ofMinutes(10);

    static final int MAX_ID_TOKEN = 64 * 1024;
    static final int MAX_LOGOUT_TOKEN = 16 * 1024;

    private static final String LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final int MAX_NAME = 255;

    private final OidcSettings settings;
    private final ProviderKeys keys;
    private final Clock clock;

    TokenVerifier(OidcSettings settings, ProviderKeys keys, Clock clock) {
        this.settings = settings;
        this.keys = keys;
        this.clock = clock;
    }

    /** @param nonce of the request that it answers */
    IdToken verifyIdToken(String text, String nonce) throws InvalidToken, ProviderUnavailable {
        JWTClaimsSet claims = verify(text, MAX_ID_TOKEN, Set.of("jwt"));
        try {
            requireForUs(claims);
            String sent = claims.getStringClaim("nonce");
            require(sent != null && Hashes.sameText(sent, nonce), "it answers another request");
            require(isName(claims.getSubject()), "it names nobody");
            require(claims.getExpirationTime() != null, "it has no end");
            IdToken token = IdToken.of(claims, settings.groupsClaim(), text);
            Instant authenticatedAt = token.authenticatedAt();
            require(
                    authenticatedAt == null
                            || !authenticatedAt.isAfter(clock.instant().plus(SKEW)),
                    "it tells of a sign-in in the future");
            require(token.sid() == null || isName(token.sid()), "it has no session that can be kept");
            return token;
        } catch (ParseException | RuntimeException e) {
            throw new InvalidToken("its claims can't be read");
        }
    }

    LogoutToken verifyLogoutToken(String text) throws InvalidToken, ProviderUnavailable {
        JWTClaimsSet claims = verify(text, MAX_LOGOUT_TOKEN, Set.of("jwt", "logout+jwt"));
        try {
            requireForUs(claims);
            Instant issuedAt = claims.getIssueTime().toInstant();
            require(!issuedAt.plus(LOGOUT_AGE).isBefore(clock.instant()), "it is too old");
            require(claims.getExpirationTime() != null, "it has no end");
            Map<String, Object> events = claims.getJSONObjectClaim("events");
            require(events != null && events.get(LOGOUT_EVENT) instanceof Map<?, ?>, "it is about something else");
            require(claims.getClaim("nonce") == null, "it has a nonce");
            require(isName(claims.getJWTID()), "it has no id");
            String subject = claims.getSubject();
            String sid = claims.getStringClaim("sid");
            require(subject != null || sid != null, "it names neither a person nor a session");
            require((subject == null || isName(subject)) && (sid == null || isName(sid)), "it names nobody");
            return new LogoutToken(
                    claims.getIssuer(),
                    subject,
                    sid,
                    claims.getJWTID(),
                    claims.getExpirationTime().toInstant());
        } catch (ParseException | RuntimeException e) {
            throw new InvalidToken("its claims can't be read");
        }
    }

    /** @param types that its header may name, in lower case; it need not name one */
    private JWTClaimsSet verify(String text, int most, Set<String> types) throws InvalidToken, ProviderUnavailable {
        require(text.length() <= most, "it is too long");
        SignedJWT token;
        try {
            token = SignedJWT.parse(text);
        } catch (ParseException | RuntimeException e) {
            throw new InvalidToken("it is no signed token");
        }
        JOSEObjectType type = token.getHeader().getType();
        require(type == null || types.contains(type.getType().toLowerCase(Locale.ROOT)), "it is of another type");
        Signatures.verify(token, keys);
        try {
            return token.getJWTClaimsSet();
        } catch (ParseException | RuntimeException e) {
            throw new InvalidToken("its claims can't be read");
        }
    }

    private void requireForUs(JWTClaimsSet claims) throws InvalidToken, ParseException {
        Instant now = clock.instant();
        require(settings.issuer().equals(claims.getIssuer()), "it is of another issuer");
        List<String> audience = claims.getAudience();
        require(audience.contains(settings.clientId()), "it is for another client");
        String party = claims.getStringClaim("azp");
        require(audience.size() == 1 || party != null, "it is for several clients");
        require(party == null || party.equals(settings.clientId()), "it was given to another client");
        Date issuedAt = claims.getIssueTime();
        require(issuedAt != null && !issuedAt.toInstant().isAfter(now.plus(SKEW)), "it is of the future");
        Date end = claims.getExpirationTime();
        require(end == null || now.isBefore(end.toInstant().plus(SKEW)), "it has expired");
        Date begin = claims.getNotBeforeTime();
        require(begin == null || !begin.toInstant().isAfter(now.plus(SKEW)), "it isn't valid yet");
    }

    /** Whether it is of 1 to 255 visible ASCII characters and spaces, as the specification limits subjects. */
    private static boolean isName(@Nullable String text) {
        return text != null
                && !text.isBlank()
                && text.length() <= MAX_NAME
                && text.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }

    private static void require(boolean condition, String reason) throws InvalidToken {
        if (!condition) {
            throw new InvalidToken(reason);
        }
    }
}
