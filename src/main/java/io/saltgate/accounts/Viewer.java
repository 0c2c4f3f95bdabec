package io.saltgate.accounts;

import org.jspecify.annotations.Nullable;

/**
 * What the frame of a console page shows of who looks at it, and at what.
 *
 * @param secondsLeft until the session is over if nothing more is asked for
 * @param twoFactors whether the session began with a second factor
 * @param closed name of the account in the path, if it is closed to a session that began without a second factor
 * @param suspended whether the operator has suspended the account
 * @param suspensionReason what the operator says about it; null for nothing
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
        @Nullable String suspensionReason) {

    /** The request attribute; the prefix puts it before every template as {@code viewer}. */
    public static final String ATTRIBUTE = "view.viewer";
}
