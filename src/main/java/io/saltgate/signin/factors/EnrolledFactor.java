package io.saltgate.signin.factors;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person's second factor, as its owner sees it.
 *
 * @param addedAt when the authenticator app was added; null if there is none
 * @param passkeys how many there are
 * @param codesLeft recovery codes that were not used yet
 */
public record EnrolledFactor(@Nullable Instant addedAt, int passkeys, int codesLeft) {

    public boolean hasApp() {
        return addedAt != null;
    }
}
