package io.saltgate.signin.sessions;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.accounts.Viewer;
import io.saltgate.platform.web.PublicUrl;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Brings {@code /accounts/{slug}} and {@code /accounts/{slug}/settings/...} to their page by a forward. It reads no
 * account from the path: the authentication module did, and here only the caller counts. Nobody is sent to sign in;
 * whoever does not belong to the account hears that there is none.
 */
public class AccountRouting extends HttpFilter {

    /** The request attribute with the part of the path behind the slug, from the authentication module. */
    static final String PAGE_ATTRIBUTE = AccountRouting.class.getName() + ".page";

    /** Only pages are forwarded to: a forward could also reach what no request may. */
    private static final Pattern PAGE = Pattern.compile("/settings/[a-z-]+(?:/[0-9a-z-]+){0,4}");

    private static final String OVERVIEW = "/overview";

    /** The page that says what such an account asks for. */
    static final String CLOSED = "/factor-needed";

    /** All that there is of a closed account. */
    private static final String ENDED = "/settings/closed";

    private final transient PublicUrl publicUrl;

    @Inject
    public AccountRouting(PublicUrl publicUrl) {
        this.publicUrl = publicUrl;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Caller caller = (Caller) request.getAttribute(Caller.ATTRIBUTE);
        String page = (String) request.getAttribute(PAGE_ATTRIBUTE);
        if (caller.isNobody()) {
            redirect(response, "/signin" + returnTo(request));
        } else if (request.getServletPath().equals("/accounts") && request.getPathInfo() == null) {
            chain.doFilter(request, response);
        } else if (caller.account() == null && isClosed(request)) {
            request.getRequestDispatcher(CLOSED).forward(request, response);
        } else if (caller.account() == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else if (caller.may(Permission.SEE_CLOSED) && !page.startsWith(ENDED)) {
            redirect(response, "/accounts/" + slug(request) + ENDED);
        } else if (page.isEmpty()) {
            request.getRequestDispatcher(OVERVIEW).forward(request, response);
        } else if (PAGE.matcher(page).matches()) {
            request.getRequestDispatcher(page).forward(request, response);
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    /** Whether it is an account of the caller's that asks for a second factor. */
    private static boolean isClosed(HttpServletRequest request) {
        return request.getAttribute(Viewer.ATTRIBUTE) instanceof Viewer viewer && viewer.closed() != null;
    }

    private static String slug(HttpServletRequest request) {
        return String.valueOf(((Viewer) request.getAttribute(Viewer.ATTRIBUTE)).accountSlug());
    }

    private static String returnTo(HttpServletRequest request) {
        String query = request.getQueryString();
        boolean page = request.getMethod().equals("GET")
                && (query != null || request.getServletPath().length() > "/accounts".length());
        String wanted = request.getServletPath() + (query == null ? "" : "?" + query);
        return page ? "?to=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8) : "";
    }

    private void redirect(HttpServletResponse response, String path) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", publicUrl.of(path));
    }
}
