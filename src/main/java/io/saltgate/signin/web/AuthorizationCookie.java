package io.saltgate.signin.web;

import io.saltgate.platform.web.HostCookie;
import io.saltgate.platform.web.PublicUrl;
import io.saltgate.signin.oidc.PendingAuthorization;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * What a browser keeps, sealed, while its person is at the identity provider. It goes to all pages, as only such cookies
 * are kept from other hosts of the domain ({@code __Host-}), which could plant one of their own sign-ins.
 */
@Dependent
class AuthorizationCookie {

    private final HostCookie cookie;

    @Inject
    AuthorizationCookie(PublicUrl publicUrl) {
        cookie = new HostCookie("saltgate-sso", publicUrl);
    }

    /** An empty text if there is none. */
    String read(HttpServletRequest request) {
        return cookie.read(request).orElse("");
    }

    void write(String kept, HttpServletResponse response) {
        cookie.write(kept, PendingAuthorization.LIFETIME.toSeconds(), response);
    }

    void clear(HttpServletResponse response) {
        cookie.write("", 0, response);
    }
}
