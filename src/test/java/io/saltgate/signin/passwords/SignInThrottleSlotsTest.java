package io.saltgate.signin.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.signin.passwords.TokenBuckets.Bucket;
import io.saltgate.signin.passwords.TokenBuckets.Kind;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class SignInThrottleSlotsTest {

    private final SignInThrottle throttle = new SignInThrottle(null, null, null, KeyRing.generate());

    @Test
    void aMillionNamesHaveABoundedNumberOfRows() {
        BitSet seen = new BitSet(SignInThrottle.SLOTS);
        for (int i = 0; i < 1_000_000; i++) {
            int slot = slot(Kind.NAME, "person" + i + "@example.com");
            assert slot >= 0 && slot < SignInThrottle.SLOTS;
            seen.set(slot);
        }

        // All but a fiftieth are used: spread evenly, or one person's tries would be many others'.
        assertThat(seen.cardinality()).isBetween(SignInThrottle.SLOTS / 50 * 48, SignInThrottle.SLOTS);
    }

    @Test
    void theSlotTellsNothingWithoutTheKeyRing() {
        SignInThrottle elsewhere = new SignInThrottle(null, null, null, KeyRing.generate());
        int same = 0;
        for (int i = 0; i < 1000; i++) {
            same += slot(Kind.ADDRESS, "10.0.0." + i)
                            == elsewhere.bucket(Kind.ADDRESS, "10.0.0." + i).slot()
                    ? 1
                    : 0;
        }

        assertThat(same).isLessThan(5);
    }

    @Test
    void kindsDoNotShareSlots() {
        assertThat(throttle.bucket(Kind.NAME, "x")).isNotEqualTo(throttle.bucket(Kind.ADDRESS, "x"));
        assertThat(new Bucket(Kind.NAME, 1)).isNotEqualTo(new Bucket(Kind.DEVICE, 1));
    }

    private int slot(Kind kind, String counted) {
        return throttle.bucket(kind, counted).slot();
    }
}
