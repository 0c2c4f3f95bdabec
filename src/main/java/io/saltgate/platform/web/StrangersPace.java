package io.saltgate.platform.web;

import inet.ipaddr.IPAddress;
import io.saltgate.platform.net.ClientAddress;
import io.saltgate.platform.net.GatewaySettings;
import io.saltgate.platform.net.IpAddresses;
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
 * Bounds how many forms a second a node takes from people who are neither signed in nor known by their browser: a flood
 * from ever new addresses gets 503 before a body is read, a row looked up or a page made. More than these could not be
 * hashed in time either.
 */
public class StrangersPace extends HttpFilter {

    private final transient Pace pace = new Pace();
    private final transient GatewaySettings gateways;
    private final transient KnownBrowsers browsers;
    private final transient ErrorAnswers answers;

    @Inject
    public StrangersPace(GatewaySettings gateways, KnownBrowsers browsers, ErrorAnswers answers) {
        this.gateways = gateways;
        this.browsers = browsers;
        this.answers = answers;
    }

    /** Tells browsers that somebody has signed in on before from all others. */
    public interface KnownBrowsers {
        /** Whether the request brings the proof of one. */
        boolean isOneOf(HttpServletRequest request);
    }

    @Override
    public void init(FilterConfig config) throws ServletException {
        super.init(config);
        pace.publishIn(config.getServletContext());
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!request.getMethod().equals("POST") || request.getUserPrincipal() != null) {
            chain.doFilter(request, response);
            return;
        }
        OptionalInt refusal = pace.refusalOf(addressOf(request));
        if (refusal.isEmpty() || browsers.isOneOf(request)) {
            chain.doFilter(request, response);
            return;
        }
        response.setHeader("Connection", "close"); // its body isn't read
        answers.refuse(request, response, refusal.getAsInt());
        if (!pace.hasAnswer()) {
            pace.answerWith(answers.overloaded(request, response));
        }
    }

    private String addressOf(HttpServletRequest request) {
        return ClientAddress.of(request, gateways)
                .map(IpAddresses::subscriber)
                .map(IPAddress::toCanonicalString)
                .orElseGet(request::getRemoteAddr);
    }
}
