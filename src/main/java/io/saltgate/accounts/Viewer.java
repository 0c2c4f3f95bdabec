package io.saltgate.accounts;

import org.jspecify.annotations.Nullable;

/** What the frame of a console page shows of who looks at it, and at what. */
public record Viewer(
        String userName,
        String email,
        boolean operator,
        @Nullable String accountSlug,
        @Nullable String accountName) {

    /** The request attribute; the prefix puts it before every template as {@code viewer}. */
    public static final String ATTRIBUTE = "view.viewer";
}
