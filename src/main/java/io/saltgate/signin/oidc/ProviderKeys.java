package io.saltgate.signin.oidc;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import java.util.List;

/** Finds the provider's keys. */
@FunctionalInterface
interface ProviderKeys {

    /** @return the keys that a token's header may mean, none of them private; empty if there is none */
    List<JWK> find(JWKMatcher matcher) throws ProviderUnavailable;
}
