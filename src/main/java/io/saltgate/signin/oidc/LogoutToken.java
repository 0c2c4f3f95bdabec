package io.saltgate.signin.oidc;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the provider says of a session that has ended there (OpenID Connect Back-Channel Logout 1.0, section 2.4).
 *
 * @param subject null if it is about the one session
 * @param sid null if it is about all sessions of the subject
 * @param id of this token
 */
public record LogoutToken(
        String issuer, @Nullable String subject, @Nullable String sid, String id, Instant expiresAt) {}
