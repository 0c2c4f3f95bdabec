package io.saltgate.signin.passkeys;

import io.saltgate.platform.SharedJson;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.crypto.Hashes;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells browsers what to ask a passkey: the options of WebAuthn's {@code get} and {@code create}, in their JSON form
 * (WebAuthn Level 3, section 5.1.10), with a fresh challenge each.
 */
@Dependent
@Unguarded
public class PasskeyOptions {

    /**
     * For a new passkey.
     *
     * @param userHandle by which it will know the person
     */
    public record Registration(String userHandle, JsonObject options) {}

    private static final int HANDLE_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final StoredPasskeys passkeys;
    private final Challenges challenges;
    private final RelyingParty party;

    @Inject
    public PasskeyOptions(StoredPasskeys passkeys, Challenges challenges, RelyingParty party) {
        this.passkeys = passkeys;
        this.challenges = challenges;
        this.party = party;
    }

    /** For a sign-in of nobody yet, which any passkey of this host may answer. Reads no row. */
    public JsonObject forAnyone() {
        return request(Ceremony.signIn(), List.of()).build();
    }

    /** @return empty if the person has no passkey that works here */
    public Optional<JsonObject> forPerson(UUID user, Ceremony ceremony) {
        List<Passkey> usable = passkeys.listUsable(user);
        return usable.isEmpty()
                ? Optional.empty()
                : Optional.of(request(ceremony, usable).build());
    }

    /**
     * For a new passkey, which is to be another than those that the person has.
     *
     * @param email and {@code name}: as what the browser lists the passkey
     */
    public Registration forNew(UUID user, String email, String name) {
        List<Passkey> usable = passkeys.listUsable(user);
        String handle = usable.isEmpty() ? newHandle() : usable.getFirst().userHandle();
        JsonArrayBuilder algorithms = SharedJson.createArrayBuilder();
        WebAuthn.ALGORITHMS.forEach(each -> algorithms.add(
                SharedJson.createObjectBuilder().add("type", "public-key").add("alg", each.getValue())));
        JsonObject options = SharedJson.createObjectBuilder()
                .add(
                        "rp",
                        SharedJson.createObjectBuilder().add("id", party.id()).add("name", "Saltgate"))
                .add(
                        "user",
                        SharedJson.createObjectBuilder()
                                .add("id", handle)
                                .add("name", email)
                                .add("displayName", name))
                .add("challenge", challenge(Ceremony.registration(user, handle)))
                .add("pubKeyCredParams", algorithms)
                .add("timeout", Challenges.LIFETIME.toMillis())
                .add("excludeCredentials", descriptors(usable))
                .add(
                        "authenticatorSelection",
                        SharedJson.createObjectBuilder()
                                .add("residentKey", "required")
                                .add("requireResidentKey", true)
                                .add("userVerification", "required"))
                .add("attestation", "none")
                .build();
        return new Registration(handle, options);
    }

    private JsonObjectBuilder request(Ceremony ceremony, List<Passkey> allowed) {
        return SharedJson.createObjectBuilder()
                .add("challenge", challenge(ceremony))
                .add("timeout", Challenges.LIFETIME.toMillis())
                .add("rpId", party.id())
                .add("allowCredentials", descriptors(allowed))
                .add("userVerification", ceremony.needsUserVerification() ? "required" : "preferred");
    }

    private String challenge(Ceremony ceremony) {
        return Hashes.base64Url(challenges.issue(ceremony));
    }

    private static JsonArrayBuilder descriptors(List<Passkey> passkeys) {
        JsonArrayBuilder all = SharedJson.createArrayBuilder();
        for (Passkey passkey : passkeys) {
            JsonArrayBuilder transports = SharedJson.createArrayBuilder();
            if (!passkey.transports().isEmpty()) {
                List.of(passkey.transports().split(",")).forEach(transports::add);
            }
            all.add(SharedJson.createObjectBuilder()
                    .add("type", "public-key")
                    .add("id", passkey.credentialId())
                    .add("transports", transports));
        }
        return all;
    }

    private static String newHandle() {
        byte[] handle = new byte[HANDLE_BYTES];
        RANDOM.nextBytes(handle);
        return Hashes.base64Url(handle);
    }
}
