package io.saltgate.signin.recovery;

import io.saltgate.platform.crypto.Base62;
import io.saltgate.platform.crypto.Hashes;
import java.util.Optional;

/** The secret in a recovery link: 43 base-62 characters, 256 bits. The database holds its hash alone. */
public final class RecoveryToken {

    private static final int LENGTH = 43;

    private final String text;

    private RecoveryToken(String text) {
        this.text = text;
    }

    static RecoveryToken generate() {
        return new RecoveryToken(Base62.random(LENGTH));
    }

    public static Optional<RecoveryToken> parse(String text) {
        return text.length() == LENGTH && Base62.isBase62(text)
                ? Optional.of(new RecoveryToken(text))
                : Optional.empty();
    }

    String hash() {
        return Hashes.sha256("recovery:" + text);
    }

    /** For the link alone. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "recovery token";
    }
}
