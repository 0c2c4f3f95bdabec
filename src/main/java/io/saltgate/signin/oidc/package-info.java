/**
 * OpenID Connect, as the relying party of one provider: what is sent to it, and whether what comes back is genuine.
 *
 * <p>Promise: nobody is anybody by a token that wasn't made by the configured issuer, for this client, for the very
 * sign-in that this browser began, with an asymmetric signature. Whatever a stranger sends ends in {@code InvalidToken}.
 * The provider may be slow or away: calls to it have a deadline, a size and bounded places.
 *
 * <p>Neighbours: none of the other rooms. Out of scope: which person a genuine token stands for, and what begins with it
 * ({@code SingleSignOn} and {@code ProviderSignIns} of the feature's own package).
 */
@NullMarked
package io.saltgate.signin.oidc;

import org.jspecify.annotations.NullMarked;
