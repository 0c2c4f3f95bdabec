package io.saltgate.platform.web;

import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Sets the security headers of every console page and of the theme. Mapped in web.xml, by pattern: the gate's answers
 * pass no filter; and before every other filter: what those answer themselves or forward has these headers too.
 */
public class SecurityHeaders extends HttpFilter {

    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'; script-src 'self';"
            + " img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
            + " frame-ancestors 'none'";

    private static final Set<String> BEFORE_SIGN_IN = Set.of(
            "/setup",
            "/signin",
            "/signin/code",
            "/signin/forgotten",
            "/signin/passkey",
            "/signin/sso/callback",
            "/signin/sso/code",
            "/signin/sso/link",
            "/invitation",
            "/recovery");

    private static final String HSTS = "Strict-Transport-Security";
    private static final String A_YEAR_OF_HTTPS = "max-age=31536000; includeSubDomains";
    private static final String A_YEAR = "public, max-age=31536000, immutable";

    private final transient PublicUrl publicUrl;
    private final transient Assets assets;

    @Inject
    public SecurityHeaders(PublicUrl publicUrl, Assets assets) {
        this.publicUrl = publicUrl;
        this.assets = assets;
    }

    @Override
    public void init(FilterConfig config) throws ServletException {
        super.init(config);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
            response.setStatus(HttpServletResponse.SC_OK); // on some servers it began as a failure, which a page is not
        }
        set(request, response, publicUrl.isHttps());
        response.setHeader("Cache-Control", isFixed(request) ? A_YEAR : "no-store");
        chain.doFilter(request, response);
    }

    /** Sets the headers that every page has, for answers that don't pass this filter. */
    static void set(HttpServletRequest request, HttpServletResponse response, boolean https) {
        of(request, https).forEach(response::setHeader);
    }

    /** By name. */
    static Map<String, String> of(HttpServletRequest request, boolean https) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", isBeforeSignIn(request) ? "strict-origin" : "no-referrer");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
        if (https) {
            headers.put(HSTS, A_YEAR_OF_HTTPS);
        }
        return headers;
    }

    /**
     * By name, for answers that are data and no page: a browser that opens one shows nothing of it and runs nothing.
     */
    public static Map<String, String> ofData(boolean https) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Cache-Control", "no-store");
        headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.put("X-Content-Type-Options", "nosniff");
        if (https) {
            headers.put(HSTS, A_YEAR_OF_HTTPS);
        }
        return headers;
    }

    /**
     * Before sign-in no token tells our form from another site's. The browser's own word must: Sec-Fetch-Site, which it
     * sends to https and localhost alone, or Origin, which no-referrer turns into "null" even for our own form. Under
     * strict-origin it names the origin, and still nobody a path: that of an invitation is a secret.
     */
    private static boolean isBeforeSignIn(HttpServletRequest request) {
        return BEFORE_SIGN_IN.contains(request.getServletPath());
    }

    /** Whether the address names the theme's version. */
    private boolean isFixed(HttpServletRequest request) {
        String path = request.getServletPath();
        return request.getDispatcherType() == DispatcherType.REQUEST
                && path.equals(Assets.FOLDER)
                && ("v=" + assets.version()).equals(request.getQueryString());
    }
}
