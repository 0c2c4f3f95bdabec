package io.saltgate.signin.oidc;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a provider publishes of itself (OpenID Connect Discovery 1.0, section 3).
 *
 * @param endSession where people sign out of it; empty if it has no such place
 * @param secretByHeader whether the client's secret goes into a header, else into the body
 * @param namesItself whether its answers name their issuer (RFC 9207)
 */
record ProviderMetadata(
        String authorization,
        String token,
        String keys,
        Optional<String> endSession,
        boolean secretByHeader,
        boolean namesItself) {

    /** @throws ProviderUnavailable if it is of another issuer, or lacks what we need */
    static ProviderMetadata parse(String json, String issuer) throws ProviderUnavailable {
        try {
            Map<String, Object> document = JSONObjectUtils.parse(json);
            if (!issuer.equals(JSONObjectUtils.getString(document, "issuer"))) {
                throw new ProviderUnavailable("its discovery document names another issuer");
            }
            List<String> methods = JSONObjectUtils.getStringList(document, "token_endpoint_auth_methods_supported");
            return new ProviderMetadata(
                    endpoint(document, "authorization_endpoint"),
                    endpoint(document, "token_endpoint"),
                    endpoint(document, "jwks_uri"),
                    document.containsKey("end_session_endpoint")
                            ? Optional.of(endpoint(document, "end_session_endpoint"))
                            : Optional.empty(),
                    methods == null || methods.contains("client_secret_basic"),
                    Boolean.TRUE.equals(document.get("authorization_response_iss_parameter_supported")));
        } catch (ParseException | RuntimeException e) {
            throw new ProviderUnavailable("its discovery document can't be read");
        }
    }

    private static String endpoint(Map<String, Object> document, String name)
            throws ParseException, ProviderUnavailable {
        String url = JSONObjectUtils.getString(document, name);
        if (url == null || !OidcSettings.isSafe(url)) {
            throw new ProviderUnavailable("its " + name + " is no https address");
        }
        return url;
    }
}
