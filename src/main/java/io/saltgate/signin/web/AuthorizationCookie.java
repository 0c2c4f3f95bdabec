package io.saltgate.signin.web;

import io.saltgate.platform.web.HostCookie;
import io.saltgate.platform.web.PublicUrl;
import io.saltgate.signin.oidc.PendingAuthorization;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** What a browser keeps, sealed, while its person is at the identity provider. Only the pages of that get it. */
@Dependent
class AuthorizationCookie {

    private final HostCookie cookie;

    @Inject
    AuthorizationCookie(PublicUrl publicUrl) {
        cookie = new HostCookie("saltgate-sso", publicUrl, SsoPage.PATH);
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
