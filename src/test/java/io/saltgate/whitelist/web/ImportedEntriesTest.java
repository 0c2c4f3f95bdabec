package io.saltgate.whitelist.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.Whitelists.NewEntry;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportedEntriesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "list", "list.csv", "LIST.CSV", "my list.v2.txt", "C:\\lists\\ips.txt", "ranges.json"})
    void takesTheExtensionsOfTextFiles(String name) {
        assertThat(ImportedEntries.parse(name, "10.0.0.0/8\n".getBytes(UTF_8), NOW))
                .isInstanceOf(ImportedEntries.Parsed.Ok.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list.exe", "list.csv.html", "list.", ".", "a\n.php", "list.csv\0.png", "list.xlsx"})
    void refusesOtherExtensions(String name) {
        assertThat(ImportedEntries.parse(name, "10.0.0.0/8\n".getBytes(UTF_8), NOW))
                .isEqualTo(new ImportedEntries.Parsed.Bad("whitelist.import.extension", ""));
    }

    @Test
    void saysOfASpreadsheetWhatToDoWithIt() {
        assertThat(ImportedEntries.parse("list.xlsx", new byte[] {'P', 'K', 3, 4}, NOW))
                .isEqualTo(new ImportedEntries.Parsed.Bad("whitelist.import.spreadsheet", ""));
    }

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    @Test
    void readsBackWhatWasExported() {
        List<NewEntry> entries = List.of(
                entry("10.0.0.0/8", "Büro, 2. \"Stock\"", null),
                entry("2001:db8::/32", "=HYPERLINK(\"x\")", "2099-01-31T12:00:00Z"),
                entry("198.51.100.1", "'=1+1", null),
                entry("198.51.100.2", "''@x", null),
                entry("198.51.100.3", "'quoted'", null),
                entry("198.51.100.4", "-1", "2030-01-01T00:00:00.123456Z"),
                entry("198.51.100.5", "a;b\u00e4\u4e2d\ud83d\ude00", null),
                entry("198.51.100.6", null, null));
        String csv = WhitelistCsv.ofNew(entries);

        assertThat(ok(csv).entries()).isEqualTo(entries);
        assertThat(ok(csv).hasConcerns()).isFalse();
        assertThat(ok("\ufeff" + csv).entries()).isEqualTo(entries);
        assertThat(ok(csv.replace("\r\n", "\n")).entries()).isEqualTo(entries);
        // No cell begins with what a spreadsheet would run.
        assertThat(csv.lines().flatMap(line -> List.of(line.split(",")).stream()))
                .noneMatch(cell -> cell.matches("\"?[=+\\-@].*"));
    }

    @Test
    void readsWhatASpreadsheetOfEuropeWrites() {
        ListInput imported = ok("\ufeffRange;Label;expiresAt\r\n"
                + "10.0.0.0/8;\"Büro; 2. Stock\";2099-01-31T12:00\r\n"
                + ";;\r\n"
                + "\r\n"
                + " 2001:db8::1 ;;\r\n");

        assertThat(imported.entries())
                .containsExactly(
                        entry("10.0.0.0/8", "Büro; 2. Stock", "2099-01-31T12:00:00Z"),
                        entry("2001:db8::1", null, null));
        assertThat(imported.lines()).extracting(InputLine::place).containsExactly("2", "5");
    }

    @Test
    void takesTheColumnsInAnyOrderAndNeedsOneAlone() {
        assertThat(ok("label,address\nOffice,10.0.0.1").entries()).containsExactly(entry("10.0.0.1", "Office", null));
        assertThat(ok("address\n10.0.0.1\n").entries()).containsExactly(entry("10.0.0.1", null, null));
        assertThat(ok("sep=;\r\nrange;label\r\n10.0.0.1;x").lines())
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.place()).isEqualTo("3");
                    assertThat(line.entry()).contains(entry("10.0.0.1", "x", null));
                });
        assertThat(ok("range\tlabel\n10.0.0.1\tx").entries()).containsExactly(entry("10.0.0.1", "x", null));
    }

    @Test
    void answersForEachLineThatIsNotRight() {
        ListInput imported = ok("range,label,expiresAt\n"
                + "10.0.0.1/8,,\n"
                + "010.8.8.8,,\n"
                + "0.0.0.0/0,,\n"
                + "10.0.0.3," + "x".repeat(101) + ",\n"
                + "10.0.0.4,\"two\nlines\",\n"
                + "10.0.0.5,,2020-01-01T00:00:00Z\n"
                + "10.0.0.6,,tomorrow\n"
                + "10.0.0.7,a,,b\n"
                + ",label,\n"
                + "10.0.0.8,,\n"
                + "::ffff:10.0.0.8,again,\n");

        assertThat(imported.lines())
                .extracting(InputLine::concern)
                .containsExactly(
                        "whitelist.range.host.bits",
                        "whitelist.range.leading.zero",
                        "whitelist.range.everything",
                        "whitelist.label.long",
                        "whitelist.label.invalid",
                        "whitelist.expires.invalid",
                        "whitelist.expires.format",
                        "whitelist.import.cells",
                        "whitelist.range.empty",
                        null);
        assertThat(imported.lines())
                .extracting(InputLine::place)
                .containsExactly("2", "3", "4", "5", "7", "8", "9", "10", "11", "12");
        assertThat(imported.entries())
                .extracting(each -> each.range().toString())
                .containsExactly("10.0.0.0/8", "0.0.0.0/0", "10.0.0.8");
        assertThat(imported.repeated()).isEqualTo(1);
    }

    @Test
    void saysOfEachKindOfFileWhatItIs() {
        assertBad(new byte[0], "whitelist.import.empty", "");
        assertBad("\ufeff".getBytes(UTF_8), "whitelist.import.empty", "");
        assertBad("range,label\n".getBytes(UTF_8), "whitelist.import.empty", "");
        assertBad(new byte[] {'P', 'K', 3, 4, 20, 0}, "whitelist.import.spreadsheet", "");
        assertBad("range\n10.0.0.1".getBytes(UTF_16), "whitelist.import.utf16", "");
        assertBad("range\n10.0.0.1\n10.0\u0000.0.2".getBytes(UTF_8), "whitelist.import.binary", "3");
        assertBad("range,label\n10.0.0.1,Büro".getBytes(ISO_8859_1), "whitelist.import.encoding", "2");
        assertBad(("range\n" + "1".repeat(2_000_000)).getBytes(UTF_8), "whitelist.import.line.long", "2");
        assertBad("range,label\n10.0.0.1,\"x\n10.0.0.2,y\n".getBytes(UTF_8), "whitelist.import.quotes", "");
        assertBad("range,label\n10.0.0.1,\"x\"y\n".getBytes(UTF_8), "whitelist.import.quotes", "");
        assertBad("sep=".getBytes(UTF_8), "whitelist.import.header", "sep=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.1,Office", "ip,name", "label", "range,range", "range,address", "range,label,expiresAt,x"
            })
    void namesAWrongHeader(String header) {
        assertBad((header + "\n10.0.0.1").getBytes(UTF_8), "whitelist.import.header", header.replace(",", ", "));
    }

    @Test
    void takesAsManyAsAListHoldsWithTheLongestLabelsAndNoMore() {
        List<NewEntry> all = IntStream.range(0, ListInput.MAX_ITEMS)
                .mapToObj(i -> entry(
                        "2001:db8:1111:1111:1111:1111:1111:" + Integer.toHexString(i + 1),
                        "\u4e2d".repeat(100),
                        "2099-01-31T12:00:00Z"))
                .toList();
        byte[] file = WhitelistCsv.ofNew(all).getBytes(UTF_8);

        assertThat(file.length).isLessThan(ImportedEntries.MAX_BYTES);
        assertThat(ok(new String(file, UTF_8)).entries()).isEqualTo(all);
        String more = IntStream.range(0, ListInput.MAX_ITEMS + 1)
                .mapToObj(i -> "10.1." + i / 250 + "." + i % 250)
                .collect(Collectors.joining("\n", "range\n", ""));
        assertBad(more.getBytes(UTF_8), "whitelist.full", "");
    }

    /** A page of ten thousand rows helps nobody. */
    @Test
    void showsOfVeryManyLinesThoseToLookAt() {
        ListInput imported = ok(IntStream.range(0, 2_000)
                .mapToObj(i -> i % 1_000 == 999 ? "wrong" + i : "10.1." + i / 250 + "." + i % 250)
                .collect(Collectors.joining("\n", "range\n", "")));

        assertThat(imported.shown(Set.of())).extracting(InputLine::typed).containsExactly("wrong999", "wrong1999");
        assertThat(imported.shown(Set.of(IpRange.of("10.1.0.0")))).hasSize(3);
        assertThat(imported.entries()).hasSize(1_998);
    }

    /** C24: a date alone is its end of day; what else people write is taken, or the message says how to write it. */
    @Test
    void takesADateAsItsEndOfDay() {
        ListInput imported = ok("range,expiresAt\n"
                + "10.0.0.1,2027-12-31\n"
                + "10.0.0.2,2027-12-31 12:00\n"
                + "10.0.0.3,2027-12-31T12:00:30+02:00\n"
                + "10.0.0.4,31.12.2027\n"
                + "10.0.0.5,12/31/2027\n"
                + "10.0.0.6,2027-02-30\n"
                + "10.0.0.7,2026-11-24\n"
                + "10.0.0.8,2026-11-25\n");

        assertThat(imported.entries())
                .containsExactly(
                        entry("10.0.0.1", null, "2027-12-31T23:59:59Z"),
                        entry("10.0.0.2", null, "2027-12-31T12:00:00Z"),
                        entry("10.0.0.3", null, "2027-12-31T10:00:30Z"),
                        entry("10.0.0.8", null, "2026-11-25T23:59:59Z"));
        assertThat(imported.lines())
                .extracting(InputLine::concern)
                .containsExactly(
                        null,
                        null,
                        null,
                        "whitelist.expires.format",
                        "whitelist.expires.format",
                        "whitelist.expires.format",
                        "whitelist.expires.invalid",
                        null);
    }

    /** C21, C22, C25: a cell is read as a line that is pasted. */
    @Test
    void readsACellAsALineThatIsPasted() {
        ListInput imported = ok("range,label\n"
                + "203.0.113.0 255.255.255.0,a\n\u00a0198.51.100.7\u00a0,b\n;10.0.0.0/8,c\n10.0.0.1 10.0.0.2,d\n");

        assertThat(imported.entries())
                .containsExactly(entry("203.0.113.0/24", "a", null), entry("198.51.100.7", "b", null));
        assertThat(imported.needsReview()).isTrue();
    }

    /** C22: a file as a vendor publishes it has no header. */
    @Test
    void takesAFileThatIsNoTable() {
        assertThat(ok("# ours\n10.0.0.1\n2001:db8::/32\n").entries())
                .containsExactly(entry("10.0.0.1", null, null), entry("2001:db8::/32", null, null));
        assertThat(ok("{\"hooks\":[\"10.0.0.0/8\"]}").entries()).containsExactly(entry("10.0.0.0/8", null, null));
    }

    private static ListInput ok(String csv) {
        ImportedEntries.Parsed parsed = ImportedEntries.parse(csv.getBytes(UTF_8), NOW);
        assertThat(parsed).isInstanceOf(ImportedEntries.Parsed.Ok.class);
        return ((ImportedEntries.Parsed.Ok) parsed).input();
    }

    private static void assertBad(byte[] file, String complaint, String detail) {
        assertThat(ImportedEntries.parse(file, NOW)).isEqualTo(new ImportedEntries.Parsed.Bad(complaint, detail));
    }

    private static NewEntry entry(String range, String label, String expiresAt) {
        return new NewEntry(IpRange.of(range), label, expiresAt == null ? null : Instant.parse(expiresAt));
    }
}
