package io.saltgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The upper bounds are twice the limits, since a slow run refills the buckets meanwhile. */
class FormRateLimitTest {

    private final FormRateLimit limit = new FormRateLimit();

    @Test
    void givesOneAddressAShareThatLeavesRoomForOthers() {
        assertThat(IntStream.range(0, 1_000)
                        .filter(i -> limit.refusalOf("198.51.100.1").isEmpty())
                        .count())
                .isBetween(60L, 128L);

        assertThat(limit.refusalOf("198.51.100.1")).hasValue(429);
        assertThat(limit.refusalOf("198.51.100.2")).isEmpty();
        assertThat(limit.overloadedResponse()).isNull();
    }

    @Test
    void refusesWhatManyAddressesSendBeyondIt() {
        limit.setOverloadedResponse(new byte[] {1});

        assertThat(IntStream.range(0, 2_000)
                        .filter(i -> limit.refusalOf("address " + i).isEmpty())
                        .count())
                .isBetween(250L, 512L);
        assertThat(limit.refusalOf("another")).hasValue(503);
        assertThat(limit.overloadedResponse()).isNotNull();
    }
}
