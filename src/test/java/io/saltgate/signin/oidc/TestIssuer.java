package io.saltgate.signin.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.saltgate.accounts.Slug;
import io.saltgate.team.Role;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An issuer with keys of its own, which signs whatever a test wants. */
public final class TestIssuer {

    public static final String ISSUER = "https://id.example.com/realms/acme";
    public static final String CLIENT = "saltgate";

    public final RSAKey rsa;
    public final ECKey ec;
    private final KeyPair ed;
    private final OctetKeyPair edJwk;

    public TestIssuer() {
        try {
            rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
            ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
            ed = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            edJwk = new OctetKeyPair.Builder(Curve.Ed25519, raw((EdECPublicKey) ed.getPublic()))
                    .keyID("ed")
                    .build();
        } catch (JOSEException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a test's relying party is configured with. */
    public static OidcSettings settings() {
        return new OidcSettings(
                ISSUER,
                CLIENT,
                "secret",
                "Acme ID",
                List.of("openid"),
                Set.of("example.com"),
                "groups",
                List.of(
                        new GroupRole("admins", new Slug("acme"), Role.ADMIN),
                        new GroupRole("owners", new Slug("acme"), Role.OWNER),
                        new GroupRole("readers", new Slug("acme"), Role.AUDITOR)),
                Set.of("mfa", "otp"),
                Set.of("urn:two"));
    }

    ProviderKeys keys() {
        return of(rsa, ec, edJwk);
    }

    static ProviderKeys of(JWK... keys) {
        JWKSet set = new JWKSet(List.of(keys)).toPublicJWKSet();
        return matcher -> new JWKSelector(matcher).select(set);
    }

    /** The claims of a good ID token. */
    public static JWTClaimsSet.Builder idClaims(Instant now, String nonce) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject("subject-1")
                .audience(CLIENT)
                .claim("nonce", nonce)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .claim("auth_time", now.getEpochSecond())
                .claim("email", "meera@example.com")
                .claim("email_verified", true)
                .claim("name", "Meera R.");
    }

    /** The claims of a good logout token. */
    public static JWTClaimsSet.Builder logoutClaims(Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject("subject-1")
                .claim("sid", "session-1")
                .audience(CLIENT)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(120)))
                .jwtID("jti-" + now.toEpochMilli())
                .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    }

    /** With the issuer's RSA key. */
    public String sign(JWTClaimsSet claims) {
        return sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa").build(), claims);
    }

    /** With the key that fits the header's algorithm. */
    String sign(JWSHeader header, JWTClaimsSet claims) {
        try {
            if (header.getAlgorithm().equals(JWSAlgorithm.EdDSA)) {
                return signEd(header, claims);
            }
            JWSSigner signer = JWSAlgorithm.Family.EC.contains(header.getAlgorithm())
                    ? new ECDSASigner(ec)
                    : new RSASSASigner(rsa);
            return sign(header, claims, signer);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String sign(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
        try {
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As attackers sign who hope that a public key is taken for a shared secret. */
    String signByPublicKeyAsSecret(JWTClaimsSet claims) {
        try {
            return sign(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(),
                    claims,
                    new MACSigner(rsa.toPublicKey().getEncoded()));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without a signature. */
    static String unsigned(JWTClaimsSet claims) {
        return Base64URL.encode("{\"alg\":\"none\"}") + "." + claims.toPayload().toBase64URL() + ".";
    }

    private String signEd(JWSHeader header, JWTClaimsSet claims) {
        try {
            String input = header.toBase64URL() + "." + claims.toPayload().toBase64URL();
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(ed.getPrivate());
            signer.update(input.getBytes(UTF_8));
            return input + "." + Base64URL.encode(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last 32 bytes of its X.509 form. */
    private static Base64URL raw(EdECPublicKey key) {
        byte[] encoded = key.getEncoded();
        byte[] raw = new byte[32];
        System.arraycopy(encoded, encoded.length - raw.length, raw, 0, raw.length);
        return Base64URL.encode(raw);
    }
}
