package io.saltgate.signin.passkeys;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.crypto.KeyRing;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Issues challenges, and recognises them in what comes back: 16 random bytes, the time in milliseconds, and a tag
 * (HMAC-SHA-256 under a key of the ring) over both and the ceremony. So a challenge needs no row until it is answered.
 */
@Dependent
public class Challenges {

    public static final Duration LIFETIME = Duration.ofMinutes(5);

    /** By how much the clocks of two nodes may differ. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private static final int RANDOM_BYTES = 16;
    private static final int HEAD_BYTES = RANDOM_BYTES + Long.BYTES;
    private static final int TAG_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyRing ring;
    private final Clock clock;

    @Inject
    public Challenges(KeyRing ring, Clock clock) {
        this.ring = ring;
        this.clock = clock;
    }

    public byte[] issue(Ceremony ceremony) {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        byte[] head = ByteBuffer.allocate(HEAD_BYTES)
                .put(random)
                .putLong(clock.millis())
                .array();
        return ByteBuffer.allocate(HEAD_BYTES + TAG_BYTES)
                .put(head)
                .put(tag(ring.current(), ceremony, head))
                .array();
    }

    /**
     * Recognises a challenge of ours.
     *
     * @return when it expires; empty if it isn't ours, was issued for something else, or has expired
     */
    Optional<Instant> findExpiry(byte[] challenge, Ceremony ceremony) {
        if (challenge.length != HEAD_BYTES + TAG_BYTES) {
            return Optional.empty();
        }
        byte[] head = Arrays.copyOf(challenge, HEAD_BYTES);
        byte[] tag = Arrays.copyOfRange(challenge, HEAD_BYTES, challenge.length);
        if (ring.activeFirst().stream()
                .filter(key -> !key.isReduced())
                .noneMatch(key -> MessageDigest.isEqual(tag(key, ceremony, head), tag))) {
            return Optional.empty();
        }
        Instant issued = Instant.ofEpochMilli(ByteBuffer.wrap(head).getLong(RANDOM_BYTES));
        Instant now = clock.instant();
        return issued.isAfter(now.plus(SKEW))
                ? Optional.empty()
                : Optional.of(issued.plus(LIFETIME)).filter(now::isBefore);
    }

    private static byte[] tag(KeyRing.Key key, Ceremony ceremony, byte[] head) {
        byte[] bound = (ceremony.kind() + " " + ceremony.subject()).getBytes(UTF_8);
        return key.hmac("passkey.challenge")
                .of(ByteBuffer.allocate(head.length + bound.length)
                        .put(head)
                        .put(bound)
                        .array());
    }
}
