package io.saltgate.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypeFilterTest {

    private static final EventType COMPLETED = new EventType("document.completed");

    @Test
    void takesAllIfItNamesNone() {
        assertThat(TypeFilter.ALL.takes(COMPLETED)).isTrue();
    }

    @Test
    void takesWhatItNamesAndWhatBeginsSo() {
        assertThat(filter("document.completed").takes(COMPLETED)).isTrue();
        assertThat(filter("document.*").takes(COMPLETED)).isTrue();
        assertThat(filter("document.*").takes(new EventType("document.signer.added")))
                .isTrue();
        assertThat(filter("document.*").takes(new EventType("documents.x"))).isFalse();
        assertThat(filter("document.*").takes(new EventType("document"))).isFalse();
        assertThat(filter("document").takes(COMPLETED)).isFalse();
        assertThat(filter("template.*", "document.completed").takes(COMPLETED)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "*", ".*", "a..b", ".a", "a.", "a.*.b", "a*", "ä", "a b", "a\n"})
    void hasNoOtherNames(String name) {
        assertThat(TypeFilter.of(List.of(name))).isEmpty();
    }

    @Test
    void fitsIntoItsColumn() {
        TypeFilter full = new TypeFilter(Collections.nCopies(TypeFilter.MAX_NAMES, "a".repeat(100)));

        assertThat(full.toColumn()).hasSizeLessThanOrEqualTo(4_000);
        assertThat(TypeFilter.stored(full.toColumn())).isEqualTo(full);
        assertThat(TypeFilter.stored("")).isEqualTo(TypeFilter.ALL);
        assertThat(TypeFilter.of(List.of("a", "b", "a"))).contains(new TypeFilter(List.of("a", "b")));
    }

    private static TypeFilter filter(String... names) {
        return TypeFilter.of(List.of(names)).orElseThrow();
    }
}
