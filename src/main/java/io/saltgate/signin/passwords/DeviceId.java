package io.saltgate.signin.passwords;

import io.saltgate.platform.crypto.Base62;
import io.saltgate.platform.crypto.Hashes;
import java.util.Optional;

/**
 * What tells a browser that somebody has signed in on before from all others: 43 base-62 characters, 256 bits. It signs
 * nobody in. The database holds its hash alone.
 */
public final class DeviceId {

    private static final int LENGTH = 43;

    private final String text;

    private DeviceId(String text) {
        this.text = text;
    }

    public static DeviceId generate() {
        return new DeviceId(Base62.random(LENGTH));
    }

    public static Optional<DeviceId> parse(String text) {
        return text.length() == LENGTH && Base62.isBase62(text) ? Optional.of(new DeviceId(text)) : Optional.empty();
    }

    public String hash() {
        return Hashes.sha256("device:" + text);
    }

    /** For the cookie alone. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "device id";
    }
}
