package io.saltgate.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.Settings;
import io.saltgate.platform.crypto.Hashes;
import io.saltgate.platform.crypto.KeyRing;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The operator key of the configuration, with every scope, for set-up without a browser. Its text shows nothing. */
public final class OperatorKeySettings {

    static final String KEY = "saltgate.operator.key";

    /** Characters: of letters and digits by chance, 95 bits: nobody guesses them over a network. */
    static final int MIN_LENGTH = 16;

    /** Fewer different characters are no chance, but somebody's finger on one key. */
    static final int MIN_DIFFERENT = 8;

    static final int MAX_LENGTH = 256;

    private final @Nullable String key;

    private OperatorKeySettings(@Nullable String key) {
        this.key = key;
    }

    /** @throws Settings.InvalidSetting if the key could be guessed, or can't stand in a header */
    public static OperatorKeySettings from(Settings settings) {
        String key = settings.find(KEY).orElse(null);
        if (key != null) {
            refuseUnlessKey(key);
        }
        return new OperatorKeySettings(key);
    }

    private static void refuseUnlessKey(String key) {
        if (key.length() < MIN_LENGTH || key.chars().distinct().count() < MIN_DIFFERENT) {
            throw new Settings.InvalidSetting(
                    KEY,
                    "is too easy to guess: it needs at least " + MIN_LENGTH + " characters, " + MIN_DIFFERENT
                            + " of them different, such as openssl rand -hex 32 gives");
        }
        if (key.length() > MAX_LENGTH || !key.chars().allMatch(c -> c >= '!' && c <= '~')) {
            throw new Settings.InvalidSetting(
                    KEY, "has more than " + MAX_LENGTH + " characters, spaces, or others than visible ASCII");
        }
    }

    boolean isKey(OperatorKeyText presented) {
        return key != null && presented.isText(key);
    }

    /**
     * Names the key in the audit trail: another key has another id, and no id tells its key. A UUID of version 8
     * (RFC 9562, section 5.8) from a keyed hash under the ring's oldest key, so that it outlives the ring's rotation.
     */
    UUID id(KeyRing ring) {
        byte[] secret = ring.keys().getFirst().forPurpose("operator.key.id");
        ByteBuffer hash =
                ByteBuffer.wrap(Hashes.hmacSha256(secret, String.valueOf(key).getBytes(UTF_8)));
        long high = hash.getLong() & ~0xF000L | 0x8000L;
        long low = hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | Long.MIN_VALUE;
        return new UUID(high, low);
    }

    /** Whether the audit trail names the configured key by this id. */
    boolean hasId(UUID id, KeyRing ring) {
        return key != null && id(ring).equals(id);
    }

    @Override
    public String toString() {
        return key == null ? "no operator key" : "an operator key";
    }

    @ApplicationScoped
    static class Producer {
        @Produces
        OperatorKeySettings settings() {
            return from(Settings.current());
        }
    }
}
