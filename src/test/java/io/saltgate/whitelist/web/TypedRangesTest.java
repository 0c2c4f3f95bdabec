package io.saltgate.whitelist.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.whitelist.IpRange;
import org.junit.jupiter.api.Test;

class TypedRangesTest {

    @Test
    void readsLinesCommasSemicolonsAndBlanks() {
        TypedRanges typed = TypedRanges.parse(" 10.0.0.1,10.0.0.2\r\n10.0.0.3;10.0.0.4\t2001:db8::/32 ");

        assertThat(typed.ranges())
                .extracting(IpRange::toString)
                .containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "2001:db8::/32");
        assertThat(typed.hasConcerns()).isFalse();
    }

    /** B14: a copied list that holds a line twice is no error. */
    @Test
    void whatStandsTwiceCountsOnce() {
        TypedRanges typed = TypedRanges.parse("10.0.0.1\n10.0.0.1/32\n::ffff:10.0.0.1\n10.0.0.2");

        assertThat(typed.ranges()).hasSize(2);
        assertThat(typed.repeated()).isEqualTo(2);
    }

    /** B10, B15: what means more than it seems to is asked about before anything is saved. */
    @Test
    void asksAboutHostBitsAndEverything() {
        TypedRanges typed = TypedRanges.parse("192.168.1.67/24 0.0.0.0/0 10.0.0.1");

        assertThat(typed.hasConcerns()).isTrue();
        assertThat(typed.ranges())
                .extracting(IpRange::toString)
                .containsExactly("192.168.1.0/24", "0.0.0.0/0", "10.0.0.1");
        assertThat(typed.items())
                .extracting(TypedRanges.Item::concern)
                .containsExactly("whitelist.range.host.bits", "whitelist.range.everything", null);
    }

    /** B15: nor does everything come in as a range that only has host bits. */
    @Test
    void warnsOfEverythingHoweverItIsWritten() {
        TypedRanges typed = TypedRanges.parse("1.2.3.4/0 2001:db8::1/0 ::ffff:8.8.8.8/96");

        assertThat(typed.items()).extracting(TypedRanges.Item::concern).containsOnly("whitelist.range.everything");
        assertThat(typed.ranges()).extracting(IpRange::toString).containsExactly("0.0.0.0/0", "::/0");
        assertThat(typed.repeated()).isEqualTo(1);
    }

    @Test
    void nothingButSeparatorsIsNoRange() {
        TypedRanges typed = TypedRanges.parse(" , ;\n");

        assertThat(typed.ranges()).isEmpty();
        assertThat(typed.items()).extracting(TypedRanges.Item::concern).containsExactly("whitelist.range.invalid");
    }

    @Test
    void keepsWhatIsNoRangeWithItsComplaint() {
        TypedRanges typed = TypedRanges.parse("010.8.8.8 nonsense " + "x".repeat(500));

        assertThat(typed.ranges()).isEmpty();
        assertThat(typed.items())
                .extracting(TypedRanges.Item::concern)
                .containsExactly("whitelist.range.leading.zero", "whitelist.range.invalid", "whitelist.range.invalid");
        assertThat(typed.items().getLast().typed()).hasSize(61);
    }

    @Test
    void nothingTypedIsAConcern() {
        assertThat(TypedRanges.parse(" \n ").items())
                .extracting(TypedRanges.Item::concern)
                .containsExactly("whitelist.range.empty");
    }
}
