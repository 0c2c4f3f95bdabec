package io.saltgate.signin.sessions;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in at an identity provider, to which a session is owed.
 *
 * @param sid the provider's session; null if it names none
 * @param provedAt when the person proved there who they are; long ago if the provider doesn't say
 * @param sealedIdToken which the provider wants to see again at the sign-out; null if it isn't kept
 */
public record ProviderSignIn(
        String issuer,
        String subject,
        @Nullable String sid,
        Instant provedAt,
        @Nullable String sealedIdToken) {

    /** How long a session may go on without asking the provider again. */
    public static final Duration LIFETIME = Duration.ofHours(8);
}
