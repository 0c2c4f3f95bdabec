package io.saltgate.usage;

import java.util.regex.Pattern;

/**
 * The details of a refused call, as the caller and the gateways report them. None of it can be relied on; all of it is
 * cut to the length of its column.
 *
 * @param hops the addresses that it says it came over, from the nearest on, each with what it counted for
 * @param method as a gateway reported it; empty if none did
 * @param path likewise, without its query
 * @param userAgent as sent
 */
public record RefusedCall(String hops, String method, String path, String userAgent) {

    /** Stored if the address can't be determined. */
    public static final String UNKNOWN = "-";

    /** The longest hops, in characters. */
    public static final int MAX_HOPS = 500;

    /** Words of this length or more may be tokens or salts. */
    private static final Pattern LIKE_A_SECRET = Pattern.compile("[0-9A-Za-z_]{43,}");

    /** Matches the last word. */
    private static final Pattern LAST_WORD = Pattern.compile("(?<![0-9A-Za-z_])[0-9A-Za-z_]++$");

    private static final Pattern UNSEEN = Pattern.compile("[^ -~…]");

    public RefusedCall {
        hops = cut(hops, MAX_HOPS);
        method = cut(method, 20);
        path = cut(path, 300);
        userAgent = cut(userAgent, 150);
    }

    /**
     * Only what can be seen, so that no text reads as another; nothing that may be a secret in the wrong place; and
     * nothing that a column has no room for.
     */
    public static String cut(String text, int most) {
        // Nothing beyond is looked at; a word that is cut here may be the start of a secret.
        String near = text.length() <= 2 * most
                ? text
                : LAST_WORD.matcher(text.substring(0, 2 * most)).replaceAll("…");
        String shown = LIKE_A_SECRET.matcher(near).replaceAll("…");
        shown = UNSEEN.matcher(shown).replaceAll("?");
        return shown.length() <= most && text.length() <= 2 * most
                ? shown
                : shown.substring(0, Math.min(shown.length(), most - 1)) + "…";
    }
}
