package io.saltgate.consolelinks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.crypto.Base62;
import io.saltgate.platform.crypto.Hashes;
import io.saltgate.platform.crypto.KeyRing;
import java.util.List;
import java.util.Optional;

/** The secret in a console link: 43 base-62 characters, 256 bits. The database holds a keyed hash of it alone. */
public final class ConsoleLinkToken {

    private static final int LENGTH = 43;

    private final String text;

    private ConsoleLinkToken(String text) {
        this.text = text;
    }

    static ConsoleLinkToken generate() {
        return new ConsoleLinkToken(Base62.random(LENGTH));
    }

    public static Optional<ConsoleLinkToken> parse(String text) {
        return text.length() == LENGTH && Base62.isBase62(text)
                ? Optional.of(new ConsoleLinkToken(text))
                : Optional.empty();
    }

    /** HMAC-SHA-256 under a pepper from the ring, 43 characters. */
    String hash(KeyRing.Key key) {
        return Hashes.base64Url(Hashes.hmacSha256(key.forPurpose("console.link.pepper"), text.getBytes(UTF_8)));
    }

    /** The hashes that it may be stored under, while the ring is rotated; a removed key hashes no links. */
    List<String> hashes(KeyRing ring) {
        return ring.keys().stream()
                .filter(key -> !key.isReduced())
                .map(this::hash)
                .toList();
    }

    /** For the link alone. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "console link token";
    }
}
