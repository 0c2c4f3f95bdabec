package io.saltgate.signin.sessions;

import io.saltgate.accounts.Slug;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request's path says: the account, and the page or call within it. The only place that reads an account from a
 * path.
 *
 * @param isApi whether the path is the JSON API's, where no cookie counts
 * @param slug empty outside of {@code /accounts/{slug}}
 * @param page what follows the slug, such as {@code /settings/api}; empty if nothing does
 */
public record AccountPath(boolean isApi, Optional<Slug> slug, String page) {

    private static final String API = "/api/v1";
    private static final String ACCOUNTS = "/accounts/";
    private static final Set<String> OPEN_TO_GUESTS =
            Set.of("/signout", "/console-links", "/help", "/help/api/reference", "/help/search");

    /** From the path as the container has decoded and normalised it, which is also what it routes by. */
    static AccountPath of(HttpServletRequest request) {
        return of(request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo()));
    }

    static AccountPath of(String path) {
        boolean isApi = path.equals(API) || path.startsWith(API + "/");
        return of(isApi, isApi ? path.substring(API.length()) : path);
    }

    private static AccountPath of(boolean isApi, String path) {
        if (!path.startsWith(ACCOUNTS)) {
            return new AccountPath(isApi, Optional.empty(), "");
        }
        String rest = path.substring(ACCOUNTS.length());
        int slash = rest.indexOf('/');
        return slash < 0
                ? new AccountPath(isApi, Slug.parse(rest), "")
                : new AccountPath(isApi, Slug.parse(rest.substring(0, slash)), rest.substring(slash));
    }

    /**
     * Whether a guest's session counts outside of its account: to sign out, to be asked before another link takes its
     * place, and for the help and what pages are made of. Everywhere else, such a browser is nobody's.
     */
    static boolean isOpenToGuests(HttpServletRequest request) {
        return OPEN_TO_GUESTS.contains(request.getServletPath());
    }

    /**
     * Whether the raw path can be read in more than one way: parameters, escapes, empty or dot segments. No page of
     * ours has such an address, and two readers of it could come to two accounts.
     */
    public static boolean isAmbiguous(@Nullable String rawPath) {
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
