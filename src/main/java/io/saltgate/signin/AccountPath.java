package io.saltgate.signin;

import io.saltgate.accounts.Slug;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request's path says: the account, and the page within it. The only place that reads an account from a path.
 *
 * @param slug empty outside of {@code /accounts/{slug}}
 * @param page what follows the slug, such as {@code /settings/api}; empty if nothing does
 */
record AccountPath(Optional<Slug> slug, String page) {

    private static final String ACCOUNTS = "/accounts/";

    /** From the path as the container has decoded and normalised it, which is also what it routes by. */
    static AccountPath of(HttpServletRequest request) {
        String path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        if (!path.startsWith(ACCOUNTS)) {
            return new AccountPath(Optional.empty(), "");
        }
        String rest = path.substring(ACCOUNTS.length());
        int slash = rest.indexOf('/');
        return slash < 0
                ? new AccountPath(Slug.parse(rest), "")
                : new AccountPath(Slug.parse(rest.substring(0, slash)), rest.substring(slash));
    }

    /**
     * Whether the raw path can be read in more than one way: parameters, escapes, empty or dot segments. No page of ours
     * has such an address, and two readers of it could come to two accounts.
     */
    static boolean isAmbiguous(@Nullable String rawPath) {
        if (rawPath == null || !rawPath.startsWith("/")) {
            return true;
        }
        for (int i = 0; i < rawPath.length(); i++) {
            char c = rawPath.charAt(i);
            if (c <= ' ' || c >= 0x7F || c == ';' || c == '%' || c == '\\') {
                return true;
            }
        }
        return rawPath.contains("//") || (rawPath + "/").contains("/./") || (rawPath + "/").contains("/../");
    }
}
