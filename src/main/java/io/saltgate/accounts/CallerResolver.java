package io.saltgate.accounts;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Finds the caller of a request that is not a person's: a feature that gives out credentials implements it, and the
 * {@code ServerAuthModule} asks every one before it looks for a session.
 */
public interface CallerResolver {

    /** Empty if the request carries no credential of this kind. */
    Optional<Caller> resolve(HttpServletRequest request);
}
