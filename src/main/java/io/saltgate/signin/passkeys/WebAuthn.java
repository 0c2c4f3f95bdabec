package io.saltgate.signin.passkeys;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticatorTransport;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import io.saltgate.platform.crypto.Hashes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Judges what browsers answer to our challenges, by WebAuthn4J. Whatever they send, the answer is that it counts or
 * doesn't: text that can't be read is refused like a signature that is wrong. Thread-safe.
 */
@ApplicationScoped
public class WebAuthn {

    /** What came of an answer to a challenge. */
    public enum Verdict {
        ACCEPTED,
        REFUSED,
        /** The signature is right, but the count of uses isn't above the last one: a copy of the key was used. */
        COUNTER_BACK
    }

    /** The signature algorithms that new passkeys may use: those that devices have. */
    static final List<COSEAlgorithmIdentifier> ALGORITHMS =
            List.of(COSEAlgorithmIdentifier.ES256, COSEAlgorithmIdentifier.EdDSA, COSEAlgorithmIdentifier.RS256);

    private static final System.Logger LOG = System.getLogger(WebAuthn.class.getName());

    /** In characters; a longer answer isn't read. */
    private static final int MAX_ANSWER = 32 * 1024;

    /** What a row has room for, in characters. */
    private static final int MAX_CREDENTIAL_DATA = 3_000;

    private static final Set<String> TRANSPORTS = Set.of("ble", "hybrid", "internal", "nfc", "smart-card", "usb");

    private final RelyingParty party;
    private final Challenges challenges;
    private final WebAuthnManager manager;
    private final AttestedCredentialDataConverter credentials;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected WebAuthn() {
        this.party = null;
        this.challenges = null;
        this.manager = null;
        this.credentials = null;
    }

    @Inject
    public WebAuthn(RelyingParty party, Challenges challenges) {
        this.party = party;
        this.challenges = challenges;
        ObjectConverter converter = new ObjectConverter();
        // It doesn't ask who has built a device, which no attestation is asked for either.
        this.manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);
        this.credentials = new AttestedCredentialDataConverter(converter);
    }

    /** @return empty if it is no answer of a passkey at all */
    public Optional<Assertion> read(String answer) {
        return quietly(answer, () -> {
            Assertion assertion = new Assertion(manager.parseAuthenticationResponseJSON(answer));
            return Optional.of(assertion).filter(read -> read.challenge().length > 0);
        });
    }

    /** When the challenge of an answer expires; empty if it isn't one of ours for that, or has expired. */
    Optional<Instant> findExpiry(Assertion assertion, Ceremony ceremony) {
        return challenges.findExpiry(assertion.challenge(), ceremony);
    }

    /**
     * Judges the answer of a passkey whose row is locked, and notes its use if it is accepted. Whether the challenge
     * was answered before isn't known here.
     */
    Verdict judge(Assertion assertion, Passkey passkey, Ceremony ceremony, Instant now) {
        try {
            AuthenticationData verified =
                    manager.verify(assertion.data(), parameters(assertion.challenge(), passkey, ceremony));
            AuthenticatorData<?> device = Objects.requireNonNull(verified.getAuthenticatorData());
            passkey.use(device.getSignCount(), device.isFlagBS(), now);
            return Verdict.ACCEPTED;
        } catch (MaliciousCounterValueException e) {
            return Verdict.COUNTER_BACK;
        } catch (RuntimeException e) { // some of what strangers send isn't foreseen by the library
            LOG.log(System.Logger.Level.DEBUG, "a passkey was refused: {0}", e.toString());
            return Verdict.REFUSED;
        }
    }

    /** @return empty if it isn't in order, or answers no challenge for that */
    Optional<NewPasskey> register(String answer, Ceremony ceremony) {
        return quietly(answer, () -> {
            RegistrationData data = manager.parseRegistrationResponseJSON(answer);
            byte[] challenge = Objects.requireNonNull(data.getCollectedClientData())
                    .getChallenge()
                    .getValue();
            return challenges.findExpiry(challenge, ceremony).flatMap(expiry -> {
                List<PublicKeyCredentialParameters> algorithms = ALGORITHMS.stream()
                        .map(each -> new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, each))
                        .toList();
                manager.verify(data, new RegistrationParameters(server(challenge), algorithms, true, true));
                return made(data, Hashes.base64Url(Hashes.sha256(challenge)), expiry);
            });
        });
    }

    private Optional<NewPasskey> made(RegistrationData data, String challengeHash, Instant expiry) {
        AuthenticatorData<?> device =
                Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
        AttestedCredentialData credential = Objects.requireNonNull(device.getAttestedCredentialData());
        Set<String> transports = new TreeSet<>();
        Set<AuthenticatorTransport> told = data.getTransports();
        if (told != null) {
            told.forEach(each -> transports.add(each.getValue()));
        }
        transports.retainAll(TRANSPORTS);
        NewPasskey made = new NewPasskey(
                Hashes.base64Url(credential.getCredentialId()),
                Hashes.base64Url(credentials.convert(credential)),
                device.getSignCount(),
                device.isFlagBE(),
                device.isFlagBS(),
                String.join(",", transports),
                challengeHash,
                expiry);
        return Optional.of(made).filter(each -> each.credentialData().length() <= MAX_CREDENTIAL_DATA);
    }

    private AuthenticationParameters parameters(byte[] challenge, Passkey passkey, Ceremony ceremony) {
        byte[] bytes = Base64.getUrlDecoder().decode(passkey.credentialData());
        CredentialRecord known = new CredentialRecordImpl(
                new NoneAttestationStatement(),
                true,
                passkey.isBackupEligible(),
                passkey.isBackedUp(),
                passkey.signCount(),
                credentials.convert(bytes),
                null,
                null,
                null,
                null);
        return new AuthenticationParameters(server(challenge), known, null, ceremony.needsUserVerification(), true);
    }

    private ServerProperty server(byte[] challenge) {
        return ServerProperty.builder()
                .origin(new Origin(party.origin()))
                .rpId(party.id())
                .challenge(new DefaultChallenge(challenge))
                .build();
    }

    private static <T> Optional<T> quietly(String answer, Supplier<Optional<T>> work) {
        if (answer.isEmpty() || answer.length() > MAX_ANSWER) {
            return Optional.empty();
        }
        try {
            return work.get();
        } catch (RuntimeException e) { // some of what strangers send isn't foreseen by the library
            LOG.log(System.Logger.Level.DEBUG, "an answer of a passkey can't be read: {0}", e.toString());
            return Optional.empty();
        }
    }
}
