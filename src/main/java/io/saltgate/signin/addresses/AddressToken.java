package io.saltgate.signin.addresses;

import io.saltgate.platform.crypto.Base62;
import io.saltgate.platform.crypto.Hashes;
import java.util.Optional;

/** The secret in a link that proves an address: 43 base-62 characters, 256 bits. The database holds its hash alone. */
public final class AddressToken {

    private static final int LENGTH = 43;

    private final String text;

    private AddressToken(String text) {
        this.text = text;
    }

    static AddressToken generate() {
        return new AddressToken(Base62.random(LENGTH));
    }

    public static Optional<AddressToken> parse(String text) {
        return text.length() == LENGTH && Base62.isBase62(text)
                ? Optional.of(new AddressToken(text))
                : Optional.empty();
    }

    String hash() {
        return Hashes.sha256("address:" + text);
    }

    /** For the link alone. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "address token";
    }
}
