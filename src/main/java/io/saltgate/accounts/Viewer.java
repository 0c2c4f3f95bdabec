package io.saltgate.accounts;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What the frame of a console page shows of who looks at it, and at what.
 *
 * @param secondsLeft until the session is over if nothing more is asked for
 * @param twoFactors whether the session began with a second factor
 * @param closed name of the account in the path, if it is closed to a session that began without a second factor
 * @param suspended whether the operator has suspended the account
 * @param suspensionReason what the operator says about it; null for nothing
 * @param theme {@code light} or {@code dark}, as the person has chosen; null follows the device
 * @param guest what a console link has set for its session; null for everyone who signed in
 */
public record Viewer(
        String userName,
        String email,
        long secondsLeft,
        boolean operator,
        boolean twoFactors,
        @Nullable String accountSlug,
        @Nullable String accountName,
        @Nullable String closed,
        boolean suspended,
        @Nullable String suspensionReason,
        @Nullable String theme,
        @Nullable Guest guest) {

    /**
     * How a page looks to someone whom a console link has led in.
     *
     * @param returnUrl of the page that led there, for a link back; null for none
     * @param theme {@code light}, {@code dark} or {@code auto}; null for auto
     */
    public record Guest(
            @Nullable String returnUrl, @Nullable String theme) {

        /** The host of that page, with its port if it has one; null without one. */
        public @Nullable String host() {
            return returnUrl == null ? null : URI.create(returnUrl).getRawAuthority();
        }
    }

    /** The request attribute; the prefix puts it before every template as {@code viewer}. */
    public static final String ATTRIBUTE = "view.viewer";
}
