package io.saltgate.accounts;

import inet.ipaddr.IPAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Finds the caller of a request to the JSON API that carries a credential of its own: a feature that gives out
 * credentials implements it, and the {@code ServerAuthModule} asks every one.
 */
public interface CallerResolver {

    /**
     * Empty if the request carries no credential of this kind, or none that is good.
     *
     * @param slug the account in the path, if there is one: the caller gets it only if the credential reaches it
     * @param address that the request is judged to come from; empty if it can't be told
     */
    Optional<Caller> resolve(HttpServletRequest request, Optional<Slug> slug, Optional<IPAddress> address);
}
