package io.saltgate.signin.web;

import io.saltgate.accounts.Slug;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to go after signing in: the page that was wanted, with its query. Only our own pages: nobody may be sent
 * elsewhere by a link to our sign-in.
 */
final class ReturnPath {

    static final String DEFAULT = "/accounts";

    private static final Pattern PAGE =
            Pattern.compile("/accounts(?:/[a-z0-9-]{1,40}(?:/[0-9a-z-]{1,60}){0,6})?|/invitation/[0-9A-Za-z]{43}"
                    + "|/signin/sso/confirmation|/profile(?:/email(?:/[0-9A-Za-z]{43})?)?"
                    + "|/operator(?:/[0-9a-z-]{1,60}){0,3}");

    /** RFC 3986, section 3.4, within a length that every server takes. */
    private static final Pattern QUERY = Pattern.compile("(?:[0-9A-Za-z._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2}){1,1000}");

    private static final Pattern ACCOUNT = Pattern.compile("/accounts/([a-z0-9-]{1,40})");

    private ReturnPath() {}

    /**
     * The page that was asked for; without its query where that is none, and the default where it is no page of ours.
     */
    static String of(String asked) {
        int mark = asked.indexOf('?');
        String page = mark < 0 ? asked : asked.substring(0, mark);
        if (!PAGE.matcher(page).matches()) {
            return DEFAULT;
        }
        return mark >= 0 && QUERY.matcher(asked.substring(mark + 1)).matches() ? asked : page;
    }

    /** The account whose page was asked for. */
    static Optional<Slug> account(String asked) {
        Matcher account = ACCOUNT.matcher(of(asked));
        return account.lookingAt() ? Slug.parse(account.group(1)) : Optional.empty();
    }

    /** Our sign-in, which leads on to there. */
    static String signIn(String asked) {
        return "/signin?to=" + URLEncoder.encode(of(asked), StandardCharsets.UTF_8);
    }
}
