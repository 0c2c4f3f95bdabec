package io.saltgate.whitelist.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.platform.PlainText;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.Whitelists.NewEntry;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The file of a whitelist, as spreadsheets read it that split it in ways of their own. */
class WhitelistCsvTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    /** C37: wherever the text is split, no cell begins as a formula does. */
    @Test
    void noSeparatorOfASpreadsheetMakesALabelAFormula() {
        for (String label : List.of(
                "x;=1+1",
                "=1+1",
                "x|=1+1",
                "x,=1+1",
                "x:=1+1",
                "x; =1+1",
                "x;\"=1+1",
                "x;;@SUM(A1)",
                "x; '+1",
                "\";=1",
                "a;-2+3;=cmd|' /C calc'!A0",
                "x;\uff1d1+1")) {
            assertNoFormula(WhitelistCsv.ofNew(List.of(entry(label))));
            assertReadBack(label);
        }
    }

    @Test
    void leavesOrdinaryLabelsAsTheyAre() {
        for (String label : List.of("Office", "Berlin - Mitte", "A+B", "a@b.example", "it's", "x;y", "50% = half")) {
            assertThat(WhitelistCsv.ofNew(List.of(entry(label)))).contains('"' + label + '"');
        }
    }

    /** C37: and the product reads its own file back as it was. */
    @Property
    void readsEveryLabelBack(@ForAll("labels") String label) {
        assertNoFormula(WhitelistCsv.ofNew(List.of(entry(label))));
        assertReadBack(label);
    }

    @Provide
    Arbitrary<String> labels() {
        return Arbitraries.of(
                        ";", ",", "|", ":", "=", "+", "-", "@", "'", "\"", " ", "x", "1", "\uff0d", "\u00a0", "^", "~")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    /**
     * Splits as the crudest reader does: at one character, whatever is quoted, and without quotes and spaces around.
     */
    private static void assertNoFormula(String csv) {
        for (String separator : List.of(",", ";", "\\|", "\t", ":", "\\^", "~")) {
            assertThat(csv.lines().flatMap(line -> Stream.of(line.split(separator))))
                    .as("split at %s", separator)
                    .noneMatch(cell -> cell.matches("[\\s\\p{Z}\"]*[=+\\-@\uff1d\uff0b\uff0d\uff20].*"));
        }
    }

    private static void assertReadBack(String label) {
        List<NewEntry> entries = List.of(entry(label));
        ImportedEntries.Parsed parsed =
                ImportedEntries.parse(WhitelistCsv.ofNew(entries).getBytes(UTF_8), NOW);
        String kept = PlainText.strip(label);
        assertThat(((ImportedEntries.Parsed.Ok) parsed).input().entries())
                .isEqualTo(List.of(entry(kept.isEmpty() ? null : kept)));
    }

    private static NewEntry entry(String label) {
        return new NewEntry(IpRange.of("10.0.0.1"), label, null);
    }
}
