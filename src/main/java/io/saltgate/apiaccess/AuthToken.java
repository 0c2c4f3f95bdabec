package io.saltgate.apiaccess;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.saltgate.platform.crypto.Base62;
import io.saltgate.platform.crypto.Hashes;
import io.saltgate.platform.crypto.KeyRing;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * An Auth Token, which callers send as {@code X-Auth-Token}: a prefix (letters, digits, {@code _}; 16 at most), then
 * 43 base-62 characters and a checksum of 6 more.
 *
 * <p>Of the 43, 32 are random (190 bits) and 11 are a keyed tag of prefix and random part (65 bits of HMAC-SHA-256), so
 * that a made-up token is refused without asking the database. The last 6 are the CRC-32 of all before, for leak
 * scanners and typing mistakes; they keep nobody out.
 */
public final class AuthToken {

    private static final int MAX_PREFIX = 16;
    private static final int RANDOM = 32;
    private static final int TAG = 11;
    private static final int CHECKSUM = 6;
    private static final int BODY = RANDOM + TAG + CHECKSUM;

    /** Longer values are refused before anything is computed. */
    public static final int MAX_LENGTH = MAX_PREFIX + BODY;

    private final String text;

    private AuthToken(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if the prefix has another form than the class says */
    static AuthToken generate(String prefix, KeyRing ring) {
        if (prefix.length() > MAX_PREFIX || !isPrefix(prefix, prefix.length())) {
            throw new IllegalArgumentException("not a token prefix");
        }
        return of(prefix + Base62.random(RANDOM), ring.current());
    }

    static AuthToken of(String prefixAndRandom, KeyRing.Key key) {
        String tagged = prefixAndRandom + tag(prefixAndRandom, key);
        return new AuthToken(tagged + checksum(tagged));
    }

    /** Parses a token; empty unless the text has a token's form and its checksum is right. */
    public static Optional<AuthToken> parse(String text) {
        if (text.length() < BODY || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int body = text.length() - BODY;
        boolean wellFormed = isPrefix(text, body)
                && Base62.isBase62(text, body)
                && text.endsWith(checksum(text.substring(0, text.length() - CHECKSUM)));
        return wellFormed ? Optional.of(new AuthToken(text)) : Optional.empty();
    }

    private static boolean isPrefix(String text, int length) {
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != '_' && !Base62.isBase62(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the token has the tag of a key of this ring; false for made-up tokens. */
    public boolean isTaggedBy(KeyRing ring) {
        String tagged = text.substring(0, text.length() - CHECKSUM);
        String untagged = tagged.substring(0, tagged.length() - TAG);
        String tag = tagged.substring(untagged.length());
        boolean found = false;
        for (KeyRing.Key key : ring.keys()) {
            found |= Hashes.sameText(tag, tag(untagged, key));
        }
        return found;
    }

    /** The hash that the database stores in its place: HMAC-SHA-256 under a pepper from the ring, 43 characters. */
    public String lookupHash(KeyRing.Key key) {
        return Hashes.base64Url(key.hmac("token.pepper").of(text.getBytes(US_ASCII)));
    }

    /** The last four characters, which tell tokens apart and are no secret: they follow from the checksum. */
    String hint() {
        return text.substring(text.length() - 4);
    }

    /** The token itself. Never put it into a log, a URL, or a page that didn't ask for it. */
    public String reveal() {
        return text;
    }

    private static String tag(String prefixAndRandom, KeyRing.Key key) {
        byte[] mac = key.hmac("token.tag").of(prefixAndRandom.getBytes(US_ASCII));
        return Base62.encode(mac, TAG);
    }

    private static String checksum(String tagged) {
        CRC32 crc = new CRC32();
        crc.update(tagged.getBytes(US_ASCII));
        return Base62.encode(crc.getValue(), CHECKSUM);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuthToken token && Hashes.sameText(text, token.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "Auth Token ..." + hint();
    }
}
