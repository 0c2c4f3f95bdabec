package io.saltgate.whitelist.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.Whitelists.NewEntry;
import io.saltgate.whitelist.web.InputLine.Details;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PastedTextTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    @Test
    void readsLinesCommasSemicolonsAndBlanks() {
        ListInput typed = parse(" 10.0.0.1,10.0.0.2\r\n10.0.0.3;10.0.0.4\t2001:db8::/32 ");

        assertThat(ranges(typed)).containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "2001:db8::/32");
        assertThat(typed.needsReview()).isFalse();
    }

    /** B14: a copied list that holds a line twice is no error. */
    @Test
    void whatStandsTwiceCountsOnce() {
        ListInput typed = parse("10.0.0.1\n10.0.0.1/32\n::ffff:10.0.0.1\n10.0.0.2");

        assertThat(ranges(typed)).hasSize(2);
        assertThat(typed.repeated()).isEqualTo(2);
    }

    /** B10, B15: what means more than it seems to is asked about before anything is saved. */
    @Test
    void asksAboutHostBitsAndEverything() {
        ListInput typed = parse("192.168.1.67/24 0.0.0.0/0 10.0.0.1");

        assertThat(typed.hasConcerns()).isTrue();
        assertThat(ranges(typed)).containsExactly("192.168.1.0/24", "0.0.0.0/0", "10.0.0.1");
        assertThat(concerns(typed)).containsExactly("whitelist.range.host.bits", "whitelist.range.everything", null);
    }

    /** B15: nor does everything come in as a range that only has host bits. */
    @Test
    void warnsOfEverythingHoweverItIsWritten() {
        ListInput typed = parse("1.2.3.4/0 2001:db8::1/0 ::ffff:8.8.8.8/96");

        assertThat(concerns(typed)).containsOnly("whitelist.range.everything");
        assertThat(ranges(typed)).containsExactly("0.0.0.0/0", "::/0");
        assertThat(typed.repeated()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {" , ;\n", ";", "# 10.0.0.1 was here\n; nothing"})
    void nothingButSeparatorsAndCommentsIsNoRange(String text) {
        ListInput typed = parse(text);

        assertThat(ranges(typed)).isEmpty();
        assertThat(concerns(typed)).hasSize(1).doesNotContainNull();
    }

    @Test
    void keepsWhatIsNoRangeWithItsComplaint() {
        ListInput typed = parse("010.8.8.8 nonsense " + "x".repeat(500));

        assertThat(ranges(typed)).isEmpty();
        assertThat(concerns(typed))
                .containsExactly("whitelist.range.leading.zero", "whitelist.range.invalid", "whitelist.range.invalid");
        assertThat(typed.lines().getLast().typed()).hasSize(61);
    }

    @Test
    void nothingTypedIsAConcern() {
        assertThat(concerns(parse(" \n "))).containsExactly("whitelist.range.empty");
    }

    /** C21: an address and its netmask are one range, and it is shown before it is saved. */
    @ParameterizedTest
    @CsvSource({
        "203.0.113.0 255.255.255.0, 203.0.113.0/24",
        "203.0.113.0\t255.255.255.0, 203.0.113.0/24",
        "203.0.113.0/255.255.255.0, 203.0.113.0/24",
        "203.0.113.0 /255.255.255.0, 203.0.113.0/24",
        "203.0.113.0 /24, 203.0.113.0/24",
        "203.0.113.0 netmask 255.255.255.0, 203.0.113.0/24",
        "203.0.113.7 255.255.255.255, 203.0.113.7",
        "'203.0.113.0, 255.255.255.0', 203.0.113.0/24",
        "0.0.0.0 0.0.0.0, 0.0.0.0/0",
        "10.0.0.0-10.255.255.255, 10.0.0.0/8",
        "10.0.0.0 - 10.255.255.255, 10.0.0.0/8",
    })
    void readsAnAddressWithItsMaskAsOneRange(String text, String range) {
        ListInput typed = parse(text);

        assertThat(ranges(typed)).containsExactly(range);
        assertThat(typed.needsReview()).isTrue();
        assertThat(typed.lines()).hasSize(1);
    }

    /** C21: what is no netmask makes nothing of it, neither a range nor two addresses. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "203.0.113.0 255.0.255.0",
                "203.0.113.0 0.0.0.255",
                "203.0.113.1 0.0.0.0",
                "203.0.113.0/0.0.0.255",
                "255.255.255.0",
                "10.0.0.1-10.0.0.9",
                "10.0.0.1 - 10.0.0.9",
                "10.0.0.9 - 10.0.0.1"
            })
    void takesNothingWithAMaskThatIsNone(String text) {
        ListInput typed = parse(text);

        assertThat(ranges(typed)).as(text).isEmpty();
        assertThat(typed.hasConcerns()).isTrue();
    }

    /** C21: what is commented out stays out. */
    @Test
    void aHashOrASemicolonBeginsAComment() {
        ListInput typed = parse("198.51.100.7\n;10.0.0.0/8\n # 10.1.0.0/16\n// 10.2.0.0/16\n198.51.100.8");

        assertThat(ranges(typed)).containsExactly("198.51.100.7", "198.51.100.8");
        assertThat(typed.needsReview()).isFalse();

        ListInput doubtful = parse("198.51.100.7 ;10.0.0.0/8");
        assertThat(ranges(doubtful)).containsExactly("198.51.100.7");
        assertThat(concerns(doubtful)).containsExactly(null, "whitelist.range.commented");
        assertThat(doubtful.entries().getFirst().label()).isNull();
    }

    /** C22: lines as vendors publish them, each read as what it says. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "8.8.8.8/32 # mine | 8.8.8.8",
                "8.8.8.8/32#mine | 8.8.8.8",
                "\"192.30.252.0/22\", | 192.30.252.0/22",
                "'192.30.252.0/22', | 192.30.252.0/22",
                "allow 192.0.2.0/24; | 192.0.2.0/24",
                "allow from 192.0.2.0/24 | 192.0.2.0/24",
                "Require ip 192.0.2.0/24 | 192.0.2.0/24",
                "ip4:192.0.2.0/24 | 192.0.2.0/24",
                "ip6:2001:db8::/32 | 2001:db8::/32",
                "v=spf1 ip4:192.0.2.0/24 ~all | 192.0.2.0/24",
                "\"v=spf1 +ip4:192.0.2.7 -all\" | 192.0.2.7",
                "- 192.0.2.0/24 | 192.0.2.0/24",
                "• 192.0.2.0/24 | 192.0.2.0/24",
                "[2001:db8::1] | 2001:db8::1",
                "[\"192.0.2.0/24\"] | 192.0.2.0/24",
                "{\"hooks\":[\"192.0.2.0/24\"]} | 192.0.2.0/24"
            })
    void understandsLinesAsVendorsPublishThemAndShowsThemFirst(String text, String range) {
        ListInput typed = parse(text);

        assertThat(ranges(typed)).as(text).containsExactly(range);
        assertThat(typed.hasConcerns()).as(text).isFalse();
        assertThat(typed.needsReview()).as(text).isTrue();
    }

    /** C22: what says that an address may not call is never read as one that may. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "deny 192.0.2.0/24;",
                "DENY 192.0.2.0/24, 198.51.100.0/24;",
                "Require not ip 192.0.2.0/24",
                "!192.0.2.0/24",
                "-ip4:192.0.2.0/24",
                "~ip4:192.0.2.0/24",
                "{\"deny\":[\"192.0.2.0/24\"]}",
                "{\"rules\":{\"Blocklist\":[\"192.0.2.0/24\"]}}"
            })
    void refusesADenialByName(String text) {
        ListInput typed = parse(text);

        assertThat(ranges(typed)).as(text).isEmpty();
        assertThat(concerns(typed)).as(text).contains("whitelist.range.denies");
    }

    @Test
    void aDenialEndsWithItsSemicolon() {
        assertThat(ranges(parse("allow 192.0.2.0/24; deny all;\nallow 198.51.100.0/24;")))
                .containsExactly("192.0.2.0/24", "198.51.100.0/24");
    }

    /** C21: words that nobody understands may change what the address beside them means. */
    @ParameterizedTest
    @ValueSource(
            strings = {"office 192.0.2.1", "192.0.2.1 host.example.com", "192.0.2.0/24 1;", "add banned 192.0.2.1"})
    void takesNoAddressAmongOtherWords(String text) {
        assertThat(ranges(parse(text))).as(text).isEmpty();
        assertThat(concerns(parse(text))).contains("whitelist.range.among.words");
    }

    @Test
    void offersACommentAsTheLabelUnlessTheFormHasOne() {
        assertThat(parse("8.8.8.8 # mine\n8.8.4.4 ; yours").entries())
                .containsExactly(
                        new NewEntry(IpRange.of("8.8.8.8"), "mine", null),
                        new NewEntry(IpRange.of("8.8.4.4"), "yours", null));
        assertThat(PastedText.parse("8.8.8.8 # mine", new Details("form", true, null, false), NOW)
                        .entries())
                .containsExactly(new NewEntry(IpRange.of("8.8.8.8"), "form", null));
        assertThat(parse("8.8.8.8 # " + "x".repeat(101)).entries())
                .containsExactly(new NewEntry(IpRange.of("8.8.8.8"), null, null));
    }

    /** C22: GitHub's document as a whole: what is taken is counted by its part, and so is what is left out. */
    @Test
    void saysWhatItTakesFromADocument() {
        ListInput typed = parse("""
                {"verifiable_password_authentication": false,
                 "ssh_keys": ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA"],
                 "hooks": ["192.30.252.0/22", "2a0a:a440::/29"],
                 "web": ["192.30.252.0/22", "140.82.112.0/20"],
                 "domains": {"website": ["*.github.com", "*.githubassets.com"]}}""");

        assertThat(ranges(typed)).containsExactly("192.30.252.0/22", "2a0a:a440::/29", "140.82.112.0/20");
        assertThat(typed.taken()).containsExactly(java.util.Map.entry("hooks", 2), java.util.Map.entry("web", 2));
        assertThat(typed.leftOut())
                .containsExactly(java.util.Map.entry("ssh_keys", 1), java.util.Map.entry("domains.website", 2));
        assertThat(typed.repeated()).isEqualTo(1);
        assertThat(typed.lines().getFirst().place()).isEqualTo("hooks");
        assertThat(typed.needsReview()).isTrue();
    }

    @Test
    void readsTheDocumentsOfOthersToo() {
        assertThat(ranges(parse("{\"prefixes\":[{\"ip_prefix\":\"3.4.12.4/32\",\"region\":\"eu-west-1\"}],"
                        + "\"ipv6_prefixes\":[{\"ipv6_prefix\":\"2600:1f00::/40\",\"service\":\"AMAZON\"}]}")))
                .containsExactly("3.4.12.4", "2600:1f00::/40");
        assertThat(ranges(parse("{\"items\":[{\"network\":\"13.52.5.96\",\"mask_len\":28,"
                        + "\"cidr\":\"13.52.5.96/28\",\"mask\":\"255.255.255.240\"}]}")))
                .containsExactly("13.52.5.96/28");
        ListInput span = parse("{\"first\":\"10.0.0.1\",\"last\":\"10.0.0.9\"}");
        assertThat(ranges(span)).isEmpty();
        assertThat(concerns(span)).containsExactly("whitelist.range.together");
        assertThat(parse(
                                "{\"entries\":[{\"address\":\"2001:db8::1\",\"label\":\"office\","
                                        + "\"expiresAt\":\"2098-01-31T12:00:00Z\"},{\"address\":\"10.0.0.1\",\"expiresAt\":\"soon\"}]}")
                        .entries())
                .containsExactly(
                        new NewEntry(IpRange.of("2001:db8::1"), "office", Instant.parse("2098-01-31T12:00:00Z")));
    }

    /** Every text of an array is meant to be an address. */
    @Test
    void answersForEachTextOfAnArray() {
        ListInput typed = parse("[\"10.0.0.1/8\", \"nonsense\", \"010.8.8.8\", \"10.0.0.1, 10.0.0.2\"]");

        assertThat(concerns(typed))
                .containsExactly(
                        "whitelist.range.host.bits",
                        "whitelist.range.invalid",
                        "whitelist.range.leading.zero",
                        "whitelist.range.invalid");
        assertThat(parse("[".repeat(100_000)).entries()).isEmpty();
    }

    /** C25: spaces of every kind separate and surround; a character that nobody sees is named. */
    @Test
    void trimsSpacesAndNamesWhatNobodySees() {
        assertThat(ranges(parse("\u00a010.0.0.1\u00a0\n\u300010.0.0.2\u2028\u202f10.0.0.3")))
                .containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.3");
        ListInput hidden = parse("10.0.0.1\u200b\n\ufeff10.0.0.2\n10.0.0.3");
        assertThat(concerns(hidden)).containsExactly("whitelist.range.invisible", "whitelist.range.invisible", null);
        assertThat(hidden.lines()).extracting(InputLine::typed).contains("10.0.0.1⟨U+200B⟩", "⟨U+FEFF⟩10.0.0.2");
    }

    private static ListInput parse(String text) {
        return PastedText.parse(text, Details.NONE, NOW);
    }

    private static List<String> ranges(ListInput input) {
        return input.ranges().stream().map(IpRange::toString).toList();
    }

    private static List<String> concerns(ListInput input) {
        return input.lines().stream().map(InputLine::concern).toList();
    }
}
