package io.saltgate.signin.passkeys;

import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.client.CollectedClientData;
import io.saltgate.platform.crypto.Hashes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a passkey answers to a challenge, as read from the browser and not judged yet. */
public final class Assertion {

    private final AuthenticationData data;

    Assertion(AuthenticationData data) {
        this.data = data;
    }

    AuthenticationData data() {
        return data;
    }

    String credentialHash() {
        return Hashes.sha256(Hashes.base64Url(data.getCredentialId()));
    }

    byte[] challenge() {
        CollectedClientData client = Objects.requireNonNull(data.getCollectedClientData());
        return client.getChallenge().getValue();
    }

    /** In base64url; null if the browser sent none. */
    @Nullable
    String userHandle() {
        byte[] handle = data.getUserHandle();
        return handle == null ? null : Hashes.base64Url(handle);
    }

    @Override
    public String toString() {
        return "assertion";
    }
}
