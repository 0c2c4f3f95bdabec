package io.saltgate.platform.web;

import io.saltgate.platform.crypto.Hashes;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Checks that a state-changing request was sent by one of our pages. What the browser itself says of where it comes
 * from decides (Sec-Fetch-Site, Origin); once signed in, the form must also carry its session's token.
 */
public final class RequestForgery {

    /** The request attribute with the session's token; not set for nobody. The prefix puts it before every template. */
    public static final String TOKEN_ATTRIBUTE = "view.csrf";

    /** The form field. */
    static final String FIELD = "_csrf";

    /** For scripts, which send no form; answers tell them a new session's token in it. */
    public static final String HEADER = "X-CSRF-Token";

    /** The reasons to refuse a request. */
    public enum Verdict {
        MEANT,
        /** Sent from a page of another site, or to an address of ours that isn't the public one. */
        FOREIGN,
        /** The token is missing or of another session: the page is older than a sign-in or sign-out. */
        STALE
    }

    private RequestForgery() {}

    public static Verdict judge(HttpServletRequest request, PublicUrl publicUrl) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return Verdict.FOREIGN;
        }
        String origin = request.getHeader("Origin");
        // "null" is what a browser sends under our own no-referrer policy; then Sec-Fetch-Site or the token decides.
        boolean named = origin != null && !origin.equals("null");
        if (named && !origin.equals(publicUrl.origin())) {
            return Verdict.FOREIGN;
        }
        Object expected = request.getAttribute(TOKEN_ATTRIBUTE);
        if (expected == null) {
            // Not signed in: without both headers, the form may as well be another site's.
            return origin != null && !named && site == null ? Verdict.FOREIGN : Verdict.MEANT;
        }
        String sent = request.getHeader(HEADER) != null ? request.getHeader(HEADER) : request.getParameter(FIELD);
        return sent != null && Hashes.sameText(sent, expected.toString()) ? Verdict.MEANT : Verdict.STALE;
    }
}
