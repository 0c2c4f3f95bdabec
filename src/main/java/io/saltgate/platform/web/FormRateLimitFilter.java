package io.saltgate.platform.web;

import io.saltgate.platform.net.ClientAddress;
import io.saltgate.platform.net.GatewaySettings;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.OptionalInt;

/**
 * Applies {@link FormRateLimit} to forms of clients that are neither signed in nor on a browser that someone has
 * signed in on before: beyond it they get 429 or 503 before their body is read, a row looked up or a page rendered. The
 * rate is about what could be hashed.
 */
public class FormRateLimitFilter extends HttpFilter {

    /**
     * What an identity provider posts to, for each person who signed out there, and won't try again. It costs the check
     * of a signature.
     */
    private static final String BACK_CHANNEL = "/signin/sso/logout";

    private final transient FormRateLimit limit = new FormRateLimit();
    private final transient GatewaySettings gateways;
    private final transient KnownBrowsers browsers;
    private final transient ErrorAnswers answers;

    @Inject
    public FormRateLimitFilter(GatewaySettings gateways, KnownBrowsers browsers, ErrorAnswers answers) {
        this.gateways = gateways;
        this.browsers = browsers;
        this.answers = answers;
    }

    /** Recognises browsers that someone has signed in on before. */
    public interface KnownBrowsers {
        /** Returns whether the request carries the secret of one, as far as that can be found out at once. */
        boolean isOneOf(HttpServletRequest request);
    }

    @Override
    public void init(FilterConfig config) throws ServletException {
        super.init(config);
        limit.publishIn(config.getServletContext());
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!request.getMethod().equals("POST")
                || request.getUserPrincipal() != null
                || request.getServletPath().equals(BACK_CHANNEL)) {
            chain.doFilter(request, response);
            return;
        }
        String address = ClientAddress.subscriber(request, gateways).orElseGet(request::getRemoteAddr);
        OptionalInt refusal = limit.refusalOf(address);
        if (refusal.isEmpty() || browsers.isOneOf(request)) {
            chain.doFilter(request, response);
            return;
        }
        response.setHeader("Connection", "close"); // its body isn't read
        answers.refuse(request, response, refusal.getAsInt());
        if (!limit.hasOverloadedResponse()) {
            limit.setOverloadedResponse(answers.overloaded(request, response));
        }
    }
}
