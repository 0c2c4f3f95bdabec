package io.saltgate.signin.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the provider says of a person (OpenID Connect Core 1.0, section 2).
 *
 * @param email null if there is none
 * @param emailVerified whether the provider has proved that the address is the person's
 * @param name null if there is none
 * @param groups that we know of or not
 * @param methods how the person proved who they are (RFC 8176)
 * @param authClass the class of that; null if the provider has none
 * @param authenticatedAt when; null if the provider doesn't say
 * @param sid the provider's session; null if it names none
 * @param text the token itself, which the provider wants to see again at the sign-out
 */
public record IdToken(
        String issuer,
        String subject,
        @Nullable String email,
        boolean emailVerified,
        @Nullable String name,
        Set<String> groups,
        Set<String> methods,
        @Nullable String authClass,
        @Nullable Instant authenticatedAt,
        @Nullable String sid,
        String text) {

    private static final int MAX_GROUPS = 2_000;

    public IdToken {
        groups = Set.copyOf(groups);
        methods = Set.copyOf(methods);
    }

    /** @param groupsClaim the name of the claim; a dot leads into an object */
    static IdToken of(JWTClaimsSet claims, String groupsClaim, String text) throws ParseException {
        Object verified = claims.getClaim("email_verified");
        return new IdToken(
                claims.getIssuer(),
                claims.getSubject(),
                claims.getStringClaim("email"),
                Boolean.TRUE.equals(verified) || "true".equals(verified),
                claims.getStringClaim("name"),
                texts(find(claims, groupsClaim)),
                texts(claims.getClaim("amr")),
                claims.getStringClaim("acr"),
                instant(claims.getClaim("auth_time")),
                claims.getStringClaim("sid"),
                text);
    }

    /** Whether the person proved who they are with what the configuration counts as a second factor. */
    public boolean hasSecondFactor(OidcSettings settings) {
        return methods.stream().anyMatch(settings.mfaAmr()::contains)
                || authClass != null && settings.mfaAcr().contains(authClass);
    }

    private static @Nullable Object find(JWTClaimsSet claims, String name) {
        Object whole = claims.getClaim(name);
        if (whole != null) {
            return whole;
        }
        Object found = claims.getClaims();
        for (String part : name.split("\\.")) {
            found = found instanceof Map<?, ?> object ? object.get(part) : null;
        }
        return found;
    }

    private static Set<String> texts(@Nullable Object claim) {
        Set<String> texts = new TreeSet<>();
        if (claim instanceof String text) {
            texts.add(text);
        } else if (claim instanceof Collection<?> many) {
            many.stream()
                    .limit(MAX_GROUPS)
                    .filter(String.class::isInstance)
                    .forEach(each -> texts.add(each.toString()));
        }
        return texts;
    }

    private static @Nullable Instant instant(@Nullable Object claim) throws ParseException {
        if (claim == null) {
            return null;
        }
        if (claim instanceof Number seconds) {
            return Instant.ofEpochSecond(seconds.longValue());
        }
        throw new ParseException("auth_time is no number", 0);
    }

    /** Names nobody. */
    @Override
    public String toString() {
        return "ID token";
    }
}
