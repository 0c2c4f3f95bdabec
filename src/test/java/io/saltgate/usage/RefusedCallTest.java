package io.saltgate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RefusedCallTest {

    private static final String TOKEN = "sg_" + "aB3".repeat(16) + "x";

    @Example
    void showsWhatCanBeSeenAndNoSecret() {
        assertThat(shown("/documents/7")).isEqualTo("/documents/7");
        assertThat(shown("/a\u0007b\u202Ec\r\nd")).isEqualTo("/a?b?c??d");
        assertThat(shown("/caf\u00E9")).isEqualTo("/caf?");
        assertThat(shown("/" + TOKEN)).isEqualTo("/…");
        assertThat(shown("/x/" + TOKEN + "/y-" + TOKEN)).startsWith("/x/…/y-");
        assertThat(shown("/" + TOKEN.repeat(10))).isEqualTo("/……");
        assertThat(shown("/" + "d/".repeat(30))).isEqualTo("/" + "d/".repeat(19) + "…");
    }

    /** What stands before it may shrink to one character, so that much of what is near is shown. */
    @Example
    void noWordThatGoesOnBeyondWhatIsLookedAtIsShown() {
        assertThat(shown("/" + "a".repeat(60) + "/" + TOKEN)).isEqualTo("/…/……");
        assertThat(shown("/" + "a".repeat(60) + "/" + "b".repeat(18))).isEqualTo("/…/" + "b".repeat(18));
    }

    private static String shown(String text) {
        return RefusedCall.cut(text, 40);
    }

    /** A secret that the cut would go through is blotted out before. */
    @Property(tries = 200)
    void noCutShowsAPartOfASecret(@ForAll @IntRange(max = 60) int before) {
        String cut = RefusedCall.cut("/".repeat(before) + TOKEN + "/" + "z".repeat(30), 40);

        assertThat(cut).hasSizeLessThanOrEqualTo(40).doesNotContain("sg_", "aB3aB3");
    }

    @Property
    void fitsItsColumnWhateverIsSent(@ForAll String text, @ForAll @IntRange(min = 1, max = 50) int most) {
        assertThat(RefusedCall.cut(text, most)).hasSizeLessThanOrEqualTo(most).matches("[ -~…]*");
    }
}
