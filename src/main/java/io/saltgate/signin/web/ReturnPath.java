package io.saltgate.signin.web;

import java.util.regex.Pattern;

/** Where to go after signing in. Only our own pages: nobody may be sent elsewhere by a link to our sign-in. */
final class ReturnPath {

    static final String DEFAULT = "/accounts";

    private static final Pattern PAGE =
            Pattern.compile("/accounts/[a-z0-9-]{1,40}(?:/[0-9a-z-]{1,60}){0,6}|/invitation/[0-9A-Za-z]{43}"
                    + "|/operator(?:/[0-9a-z-]{1,60})?");

    private ReturnPath() {}

    static String of(String asked) {
        return PAGE.matcher(asked).matches() ? asked : DEFAULT;
    }
}
