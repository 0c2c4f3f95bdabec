package io.saltgate.signin.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.List;
import java.util.Set;

/**
 * Verifies signatures of tokens. Algorithms that need no secret of ours, and of those the ones with a fixed key type
 * each: a token's header can't choose how a key is read (RFC 8725, sections 2.1 and 3.1).
 */
final class Signatures {

    static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA);

    /** NIST SP 800-131A. */
    private static final int MIN_RSA_BITS = 2048;

    private static final int ED25519_BYTES = 32;

    private Signatures() {}

    /** @throws InvalidToken if no key of the provider's has signed it */
    static void verify(SignedJWT token, ProviderKeys keys) throws InvalidToken, ProviderUnavailable {
        JWSHeader header = token.getHeader();
        if (!ALGORITHMS.contains(header.getAlgorithm())) {
            throw new InvalidToken("it is signed by an algorithm that isn't allowed");
        }
        if (header.getCriticalParams() != null && !header.getCriticalParams().isEmpty()) {
            throw new InvalidToken("it has critical parameters");
        }
        List<JWK> candidates = keys.find(JWKMatcher.forJWSHeader(header));
        if (candidates.isEmpty()) {
            throw new InvalidToken("its key is unknown");
        }
        for (JWK key : candidates) {
            if (isBy(token, key)) {
                return;
            }
        }
        throw new InvalidToken("its signature is wrong");
    }

    private static boolean isBy(SignedJWT token, JWK key) {
        try {
            return switch (key) {
                case RSAKey rsa -> rsa.size() >= MIN_RSA_BITS && token.verify(new RSASSAVerifier(rsa));
                case ECKey ec -> token.verify(new ECDSAVerifier(ec));
                case OctetKeyPair pair -> Curve.Ed25519.equals(pair.getCurve()) && isByEd25519(token, pair);
                default -> false;
            };
        } catch (JOSEException | GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    /** By the JDK: the library's own verifier needs another one. */
    private static boolean isByEd25519(SignedJWT token, OctetKeyPair key) throws GeneralSecurityException {
        byte[] reversed = key.getDecodedX();
        if (reversed.length != ED25519_BYTES) {
            return false;
        }
        // RFC 8032, section 5.1.2: little-endian, the last bit is the sign of x.
        boolean odd = (reversed[ED25519_BYTES - 1] & 0x80) != 0;
        byte[] y = new byte[ED25519_BYTES];
        for (int i = 0; i < ED25519_BYTES; i++) {
            y[i] = reversed[ED25519_BYTES - 1 - i];
        }
        y[0] &= 0x7F;
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(
                        new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, y)))));
        verifier.update(token.getSigningInput());
        return verifier.verify(token.getSignature().decode());
    }
}
