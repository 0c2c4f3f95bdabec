package io.saltgate.signin.oidc;

import static io.saltgate.signin.oidc.TestIssuer.idClaims;
import static io.saltgate.signin.oidc.TestIssuer.logoutClaims;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Forged and broken tokens, against the real verification. */
class TokenVerifierTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final String NONCE = "the-nonce-of-this-sign-in";
    private static final TestIssuer ISSUER = new TestIssuer();

    private final TokenVerifier verifier = verifier(ISSUER.keys());

    private static TokenVerifier verifier(ProviderKeys keys) {
        return new TokenVerifier(TestIssuer.settings(), keys, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void takesEachAllowedAlgorithm() throws Exception {
        Map<JWSAlgorithm, String> keys = Map.of(
                JWSAlgorithm.RS256, "rsa",
                JWSAlgorithm.PS256, "rsa",
                JWSAlgorithm.ES256, "ec",
                JWSAlgorithm.EdDSA, "ed");
        assertThat(keys.keySet()).isEqualTo(Signatures.ALGORITHMS);
        for (Map.Entry<JWSAlgorithm, String> key : keys.entrySet()) {
            JWSHeader header =
                    new JWSHeader.Builder(key.getKey()).keyID(key.getValue()).build();
            String token = ISSUER.sign(header, idClaims(NOW, NONCE).build());
            assertThat(verifier.verifyIdToken(token, NONCE).subject())
                    .as(key.getKey().getName())
                    .isEqualTo("subject-1");
            String broken = token.substring(0, token.length() - 6) + (token.endsWith("AAAAAA") ? "BBBBBB" : "AAAAAA");
            assertThatThrownBy(() -> verifier.verifyIdToken(broken, NONCE)).isInstanceOf(InvalidToken.class);
        }
    }

    @Test
    void readsWhatTheProviderSays() throws Exception {
        IdToken token = verifier.verifyIdToken(
                ISSUER.sign(idClaims(NOW, NONCE)
                        .claim("groups", List.of("admins", 7, "readers"))
                        .claim("amr", List.of("pwd", "otp"))
                        .claim("sid", "session-1")
                        .build()),
                NONCE);
        assertThat(token.email()).isEqualTo("meera@example.com");
        assertThat(token.emailVerified()).isTrue();
        assertThat(token.groups()).containsExactlyInAnyOrder("admins", "readers");
        assertThat(token.hasSecondFactor(TestIssuer.settings())).isTrue();
        assertThat(token.authenticatedAt()).isEqualTo(NOW);
        assertThat(token.sid()).isEqualTo("session-1");
        assertThat(token.toString()).doesNotContain("meera");
    }

    @Test
    void readsGroupsWithinAnObject() throws Exception {
        JWTClaimsSet claims = idClaims(NOW, NONCE)
                .claim("realm_access", Map.of("roles", List.of("admins")))
                .build();
        assertThat(IdToken.of(claims, "realm_access.roles", "").groups()).containsExactly("admins");
        assertThat(IdToken.of(claims, "realm_access.roles.more", "").groups()).isEmpty();
    }

    @Test
    void takesAnAddressForProvedOnlyIfTheProviderSaysSo() throws Exception {
        for (Object claim : new Object[] {false, "false", "yes", 1, List.of(true)}) {
            JWTClaimsSet claims =
                    idClaims(NOW, NONCE).claim("email_verified", claim).build();
            assertThat(IdToken.of(claims, "groups", "").emailVerified())
                    .as(claim.toString())
                    .isFalse();
        }
        JWTClaimsSet without =
                idClaims(NOW, NONCE).claim("email_verified", null).build();
        assertThat(IdToken.of(without, "groups", "").emailVerified()).isFalse();
    }

    @TestFactory
    Stream<DynamicTest> refusesIdTokens() {
        Map<String, JWTClaimsSet.Builder> forged = new HashMap<>();
        forged.put("of another issuer", idClaims(NOW, NONCE).issuer("https://id.example.com/realms/other"));
        forged.put("of the issuer with a slash", idClaims(NOW, NONCE).issuer(TestIssuer.ISSUER + "/"));
        forged.put("without issuer", idClaims(NOW, NONCE).issuer(null));
        forged.put("for another client", idClaims(NOW, NONCE).audience("other"));
        forged.put("for nobody", idClaims(NOW, NONCE).audience((String) null));
        forged.put("for several clients", idClaims(NOW, NONCE).audience(List.of(TestIssuer.CLIENT, "other")));
        forged.put("given to another client", idClaims(NOW, NONCE).claim("azp", "other"));
        forged.put(
                "for several, given to another",
                idClaims(NOW, NONCE)
                        .audience(List.of(TestIssuer.CLIENT, "other"))
                        .claim("azp", "other"));
        forged.put("with an azp that is a list", idClaims(NOW, NONCE).claim("azp", List.of(TestIssuer.CLIENT)));
        forged.put("with another nonce", idClaims(NOW, "another"));
        forged.put("without nonce", idClaims(NOW, NONCE).claim("nonce", null));
        forged.put("with a nonce that is a number", idClaims(NOW, NONCE).claim("nonce", 7));
        forged.put("that has expired", idClaims(NOW, NONCE).expirationTime(Date.from(NOW.minusSeconds(61))));
        forged.put("without end", idClaims(NOW, NONCE).expirationTime(null));
        forged.put("of the future", idClaims(NOW, NONCE).issueTime(Date.from(NOW.plusSeconds(61))));
        forged.put("without a time", idClaims(NOW, NONCE).issueTime(null));
        forged.put("not valid yet", idClaims(NOW, NONCE).notBeforeTime(Date.from(NOW.plusSeconds(61))));
        forged.put("without subject", idClaims(NOW, NONCE).subject(null));
        forged.put("with an empty subject", idClaims(NOW, NONCE).subject(""));
        forged.put("with a blank subject", idClaims(NOW, NONCE).subject("  "));
        forged.put("with a subject of 300 characters", idClaims(NOW, NONCE).subject("s".repeat(300)));
        forged.put("with a NUL in its subject", idClaims(NOW, NONCE).subject("a\0b"));
        forged.put("with a subject beyond ASCII", idClaims(NOW, NONCE).subject("m\u00E9era"));
        forged.put("with a session of 300 characters", idClaims(NOW, NONCE).claim("sid", "s".repeat(300)));
        forged.put(
                "of a sign-in in the future",
                idClaims(NOW, NONCE).claim("auth_time", NOW.plusSeconds(61).getEpochSecond()));
        forged.put("with a sign-in time that is a text", idClaims(NOW, NONCE).claim("auth_time", "yesterday"));
        forged.put("with an address that is a list", idClaims(NOW, NONCE).claim("email", List.of("a@example.com")));
        return forged.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.getKey(),
                        () -> assertThatThrownBy(() -> verifier.verifyIdToken(
                                        ISSUER.sign(each.getValue().build()), NONCE))
                                .isInstanceOf(InvalidToken.class)));
    }

    @Test
    void takesClocksThatAreAMinuteApart() throws Exception {
        verifier.verifyIdToken(
                ISSUER.sign(idClaims(NOW, NONCE)
                        .issueTime(Date.from(NOW.plusSeconds(59)))
                        .build()),
                NONCE);
        verifier.verifyIdToken(
                ISSUER.sign(idClaims(NOW, NONCE)
                        .expirationTime(Date.from(NOW.minusSeconds(59)))
                        .build()),
                NONCE);
        verifier.verifyIdToken(
                ISSUER.sign(idClaims(NOW, NONCE)
                        .audience(List.of(TestIssuer.CLIENT, "other"))
                        .claim("azp", TestIssuer.CLIENT)
                        .build()),
                NONCE);
    }

    @TestFactory
    Stream<DynamicTest> refusesSignatures() throws JOSEException {
        JWTClaimsSet claims = idClaims(NOW, NONCE).build();
        RSAKey other = new RSAKeyGenerator(2048).keyID("rsa").generate();
        String good = ISSUER.sign(claims);
        JWTClaimsSet changed = idClaims(NOW, NONCE).subject("victim").build();
        Map<String, String> forged = new HashMap<>();
        forged.put("none at all", TestIssuer.unsigned(claims));
        forged.put("HS256 with the public key as secret", ISSUER.signByPublicKeyAsSecret(claims));
        forged.put(
                "another key under the same id",
                TestIssuer.sign(header(JWSAlgorithm.RS256, "rsa"), claims, signer(other)));
        forged.put("an unknown key", TestIssuer.sign(header(JWSAlgorithm.RS256, "unknown"), claims, signer(other)));
        forged.put("a key of another kind", ISSUER.sign(header(JWSAlgorithm.RS256, "ec"), claims));
        forged.put("an algorithm that isn't allowed", ISSUER.sign(header(JWSAlgorithm.RS512, "rsa"), claims));
        forged.put(
                "a key that the token brings itself",
                TestIssuer.sign(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .jwk(other.toPublicJWK())
                                .build(),
                        claims,
                        signer(other)));
        forged.put(
                "critical parameters",
                ISSUER.sign(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("rsa")
                                .criticalParams(Set.of("exp"))
                                .customParam("exp", 1)
                                .build(),
                        claims));
        forged.put(
                "none of the claims'",
                replaced(good, 1, changed.toPayload().toBase64URL().toString()));
        forged.put("an empty one", replaced(good, 2, ""));
        forged.put(
                "an access token's type",
                ISSUER.sign(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("rsa")
                                .type(new JOSEObjectType("at+jwt"))
                                .build(),
                        claims));
        forged.put(
                "a logout token's type",
                ISSUER.sign(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("rsa")
                                .type(new JOSEObjectType("logout+jwt"))
                                .build(),
                        claims));
        for (String text : List.of("", ".", "..", "...", "a.b.c", "\0", "{}", "x".repeat(200_000), "é.é.é")) {
            forged.put("garbage " + text.length() + " " + text.hashCode(), text);
        }
        return forged.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.getKey(),
                        () -> assertThatThrownBy(() -> verifier.verifyIdToken(each.getValue(), NONCE))
                                .isInstanceOf(InvalidToken.class)));
    }

    @Test
    void refusesShortRsaKeys() throws Exception {
        RSAKey weak = new RSAKeyGenerator(1024, true).keyID("weak").generate();
        String token = TestIssuer.sign(
                header(JWSAlgorithm.RS256, "weak"),
                idClaims(NOW, NONCE).build(),
                new RSASSASigner(weak.toPrivateKey(), true));
        assertThatThrownBy(() -> verifier(TestIssuer.of(weak)).verifyIdToken(token, NONCE))
                .isInstanceOf(InvalidToken.class);
    }

    @Test
    void takesLogoutTokens() throws Exception {
        LogoutToken both =
                verifier.verifyLogoutToken(ISSUER.sign(logoutClaims(NOW).build()));
        assertThat(both.subject()).isEqualTo("subject-1");
        assertThat(both.sid()).isEqualTo("session-1");
        JWSHeader typed = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("rsa")
                .type(new JOSEObjectType("logout+jwt"))
                .build();
        assertThat(verifier.verifyLogoutToken(ISSUER.sign(
                                typed, logoutClaims(NOW).subject(null).build()))
                        .subject())
                .isNull();
        assertThat(verifier.verifyLogoutToken(
                                ISSUER.sign(logoutClaims(NOW).claim("sid", null).build()))
                        .sid())
                .isNull();
    }

    @TestFactory
    Stream<DynamicTest> refusesLogoutTokens() {
        Map<String, JWTClaimsSet.Builder> forged = new HashMap<>();
        forged.put("of another issuer", logoutClaims(NOW).issuer("https://other.example"));
        forged.put("for another client", logoutClaims(NOW).audience("other"));
        forged.put("that has expired", logoutClaims(NOW).expirationTime(Date.from(NOW.minusSeconds(61))));
        forged.put("without end", logoutClaims(NOW).expirationTime(null));
        forged.put("of the future", logoutClaims(NOW).issueTime(Date.from(NOW.plusSeconds(61))));
        forged.put("that is old", logoutClaims(NOW).issueTime(Date.from(NOW.minusSeconds(601))));
        forged.put("without a time", logoutClaims(NOW).issueTime(null));
        forged.put("without events", logoutClaims(NOW).claim("events", null));
        forged.put("of another event", logoutClaims(NOW).claim("events", Map.of("urn:other", Map.of())));
        forged.put(
                "whose event is no object",
                logoutClaims(NOW).claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", "yes")));
        forged.put("whose events are a list", logoutClaims(NOW).claim("events", List.of("x")));
        forged.put("with a nonce", logoutClaims(NOW).claim("nonce", NONCE));
        forged.put("without id", logoutClaims(NOW).jwtID(null));
        forged.put("with an id of 300 characters", logoutClaims(NOW).jwtID("j".repeat(300)));
        forged.put(
                "that names neither person nor session",
                logoutClaims(NOW).subject(null).claim("sid", null));
        forged.put("with an empty subject", logoutClaims(NOW).subject(""));
        forged.put("with a subject of 300 characters", logoutClaims(NOW).subject("s".repeat(300)));
        forged.put("with a session of 300 characters", logoutClaims(NOW).claim("sid", "s".repeat(300)));
        forged.put("that is an ID token", idClaims(NOW, NONCE));
        return forged.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.getKey(),
                        () -> assertThatThrownBy(() -> verifier.verifyLogoutToken(
                                        ISSUER.sign(each.getValue().build())))
                                .isInstanceOf(InvalidToken.class)));
    }

    @Test
    void refusesLogoutTokensWithoutAGoodSignature() {
        JWTClaimsSet claims = logoutClaims(NOW).build();
        for (String token : List.of(TestIssuer.unsigned(claims), ISSUER.signByPublicKeyAsSecret(claims), "", "a.b.c")) {
            assertThatThrownBy(() -> verifier.verifyLogoutToken(token)).isInstanceOf(InvalidToken.class);
        }
    }

    private static JWSHeader header(JWSAlgorithm algorithm, String key) {
        return new JWSHeader.Builder(algorithm).keyID(key).build();
    }

    private static RSASSASigner signer(RSAKey key) throws JOSEException {
        return new RSASSASigner(key);
    }

    private static String replaced(String token, int part, String by) {
        String[] parts = token.split("\\.");
        parts[part] = by;
        return String.join(".", parts);
    }
}
