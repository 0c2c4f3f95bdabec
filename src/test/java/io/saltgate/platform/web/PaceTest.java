package io.saltgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The figures are half and twice of what has to come of it: a test that takes long gives some back meanwhile. */
class PaceTest {

    private final Pace pace = new Pace();

    @Test
    void givesOneAddressAShareThatLeavesRoomForOthers() {
        assertThat(IntStream.range(0, 1_000)
                        .filter(i -> pace.refusalOf("198.51.100.1").isEmpty())
                        .count())
                .isBetween(60L, 128L);

        assertThat(pace.refusalOf("198.51.100.1")).hasValue(429);
        assertThat(pace.refusalOf("198.51.100.2")).isEmpty();
        assertThat(pace.answerToOneMore()).isNull();
    }

    @Test
    void refusesWhatManyAddressesSendBeyondIt() {
        pace.answerWith(new byte[] {1});

        assertThat(IntStream.range(0, 2_000)
                        .filter(i -> pace.refusalOf("address " + i).isEmpty())
                        .count())
                .isBetween(250L, 512L);
        assertThat(pace.refusalOf("another")).hasValue(503);
        assertThat(pace.answerToOneMore()).isNotNull();
    }
}
