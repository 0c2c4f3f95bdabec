package io.saltgate.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.crypto.Base62;
import io.saltgate.platform.crypto.Hashes;
import io.saltgate.platform.crypto.KeyRing;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An operator key in clear. Requests show it as {@code Authorization: Bearer <key>} (RFC 6750, section 2.1); those that
 * Saltgate makes are {@code sgo_} and 43 base-62 characters (256 bits).
 */
public final class OperatorKeyText {

    static final String HEADER = "Authorization";

    private static final String PREFIX = "sgo_";
    private static final int RANDOM = 43;

    /** The scheme in any case (RFC 9110, section 11.1); the key as wide as a configured one may be. */
    private static final Pattern FORM = Pattern.compile("(?i:bearer) +([!-~]{1,256})");

    private final String text;

    OperatorKeyText(String text) {
        this.text = text;
    }

    static OperatorKeyText generate() {
        return new OperatorKeyText(PREFIX + Base62.random(RANDOM));
    }

    /** Empty unless there is exactly one: of two, client and server could mean different ones. */
    static Optional<OperatorKeyText> of(HttpServletRequest request) {
        List<String> lines = Collections.list(request.getHeaders(HEADER));
        if (lines.size() != 1) {
            return Optional.empty();
        }
        Matcher bearer = FORM.matcher(lines.getFirst().strip());
        return bearer.matches() ? Optional.of(new OperatorKeyText(bearer.group(1))) : Optional.empty();
    }

    /** What stands in the database in its place: HMAC-SHA-256 under a pepper from the ring, 43 characters. */
    String lookupHash(KeyRing.Key key) {
        return Hashes.base64Url(Hashes.hmacSha256(key.forPurpose("operator.key.pepper"), text.getBytes(UTF_8)));
    }

    /** The last four characters, which tell keys apart; the others are still too many to guess. */
    String hint() {
        return text.substring(text.length() - 4);
    }

    /** The key in clear. Handle with care: once, to whoever made it. */
    public String reveal() {
        return text;
    }

    /** Whether Saltgate could have made it: what it could not is asked for nowhere. */
    boolean isOfOurForm() {
        return text.length() == PREFIX.length() + RANDOM
                && text.startsWith(PREFIX)
                && Base62.isBase62(text.substring(PREFIX.length()));
    }

    boolean isText(String other) {
        return Hashes.sameText(text, other);
    }

    @Override
    public String toString() {
        return "operator key";
    }
}
