package io.saltgate.platform.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobTest {

    private final List<String> ran = new ArrayList<>();

    @AfterEach
    void forgetInterrupt() {
        Thread.interrupted();
    }

    @Test
    void aLongBacklogKeepsNoOtherWaiting() {
        job(Duration.ofMinutes(1)).drain(() -> ran("long", 3), () -> ran("short", 1));

        assertThat(ran).containsExactly("long", "short", "long", "short", "long", "short");
    }

    @Test
    void aBacklogThatGrowsAsFastIsLeftToTheNextRun() {
        job(Duration.ZERO).drain(() -> ran("endless", Integer.MAX_VALUE), () -> ran("other", 1));

        assertThat(ran).containsExactly("endless", "other");
    }

    @Test
    void endsWhenTheServerStops() {
        job(Duration.ofMinutes(1)).drain(() -> {
            Thread.currentThread().interrupt();
            return ran("batch", Integer.MAX_VALUE);
        });

        assertThat(ran).containsExactly("batch");
    }

    private boolean ran(String batch, long times) {
        ran.add(batch);
        return ran.stream().filter(batch::equals).count() < times;
    }

    private static Job job(Duration every) {
        return new Job() {
            @Override
            public Duration every() {
                return every;
            }

            @Override
            public void run() {}
        };
    }
}
