package io.saltgate.whitelist.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.WhitelistEntry;
import io.saltgate.whitelist.Whitelists.NewEntry;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * A list from a CSV file: what {@link WhitelistCsv} wrote, or a person, or a spreadsheet with its mark of the encoding, its
 * semicolons and its empty lines.
 *
 * @param lines in their order; a range that comes twice stands once
 * @param repeated how many lines had the same range as one before
 */
public record ImportedEntries(List<Line> lines, int repeated) {

    /** Bytes: a list of {@link TypedRanges#MAX_ITEMS} with the longest labels. */
    static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final int MAX_LINE = 1_000;
    private static final int MOST_SHOWN = 500;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    /** What came of a file. */
    sealed interface Parsed {
        record Ok(ImportedEntries entries) implements Parsed {}

        /**
         * Nothing of it can be used.
         *
         * @param complaint the key of the message that says why
         * @param detail what the message names: a line's number, or what was found
         */
        record Bad(String complaint, String detail) implements Parsed {}
    }

    /**
     * One line.
     *
     * @param number of the line in the file, from 1
     * @param typed its range as written, cut short where it is long
     * @param entry what would be saved; empty if it can't be
     * @param concern the key of the message that says why it is not saved without asking; null if it is
     */
    public record Line(
            long number,
            String typed,
            Optional<NewEntry> entry,
            @Nullable String concern) {

        public Optional<IpRange> range() {
            return entry.map(NewEntry::range);
        }
    }

    /** Entries that may be saved, once what is of concern is confirmed. */
    public List<NewEntry> entries() {
        return lines.stream().flatMap(line -> line.entry().stream()).toList();
    }

    public boolean hasConcerns() {
        return lines.stream().anyMatch(line -> line.concern() != null);
    }

    /** All lines, or of very many those that somebody must look at. */
    public List<Line> shown() {
        return lines.size() <= MOST_SHOWN
                ? lines
                : lines.stream()
                        .filter(line -> line.concern() != null)
                        .limit(MOST_SHOWN)
                        .toList();
    }

    public int hidden() {
        return lines.size() - shown().size();
    }

    static Parsed parse(byte[] file, Instant now) {
        if (startsWith(file, ZIP)) {
            return bad("whitelist.import.spreadsheet");
        }
        if (startsWith(file, new byte[] {(byte) 0xFF, (byte) 0xFE})
                || startsWith(file, new byte[] {(byte) 0xFE, (byte) 0xFF})) {
            return bad("whitelist.import.utf16");
        }
        int from = startsWith(file, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
        int number = 1;
        int begin = from;
        for (int i = from; i < file.length; i++) {
            if (file[i] == 0) {
                return new Parsed.Bad("whitelist.import.binary", Integer.toString(number));
            }
            if (file[i] == '\n' || file[i] == '\r' && (i + 1 == file.length || file[i + 1] != '\n')) {
                number++;
                begin = i + 1;
            } else if (i - begin >= MAX_LINE) {
                return new Parsed.Bad("whitelist.import.line.long", Integer.toString(number));
            }
        }
        CharBuffer text = CharBuffer.allocate(file.length - from);
        ByteBuffer bytes = ByteBuffer.wrap(file, from, file.length - from);
        CoderResult decoded = UTF_8.newDecoder().decode(bytes, text, true);
        text.flip();
        if (decoded.isError()) {
            long line = 1 + text.chars().filter(each -> each == '\n').count();
            return new Parsed.Bad("whitelist.import.encoding", Long.toString(line));
        }
        return parse(text.toString(), now);
    }

    static Parsed parse(String text, Instant now) {
        if (text.isBlank()) {
            return bad("whitelist.import.empty");
        }
        // A spreadsheet's own way of saying it; the line itself is no part of the table.
        boolean named = text.regionMatches(true, 0, "sep=", 0, 4);
        String table = named ? text.substring(text.indexOf('\n') + 1) : text;
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter(table))
                .setIgnoreEmptyLines(true)
                .get();
        try (CSVParser parser = CSVParser.builder()
                .setReader(new StringReader(table))
                .setFormat(format)
                .get()) {
            return new Reading(parser, named ? 1 : 0, now).read();
        } catch (IOException | UncheckedIOException e) {
            return bad("whitelist.import.quotes");
        }
    }

    /** The one that the header has most of. */
    private static char delimiter(String table) {
        String header =
                table.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        long commas = header.chars().filter(each -> each == ',').count();
        if (header.chars().filter(each -> each == ';').count() > commas) {
            return ';';
        }
        return header.indexOf('\t') >= 0 && commas == 0 ? '\t' : ',';
    }

    private static boolean startsWith(byte[] file, byte[] mark) {
        if (file.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if (file[i] != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static Parsed bad(String complaint) {
        return new Parsed.Bad(complaint, "");
    }

    /** One pass over the records. */
    private static final class Reading {

        /** By what may stand in the header, in lower case. */
        private static final Map<String, String> COLUMNS = Map.of(
                "range", WhitelistCsv.RANGE,
                "address", WhitelistCsv.RANGE,
                "label", WhitelistCsv.LABEL,
                "expiresat", WhitelistCsv.EXPIRES_AT);

        private final CSVParser parser;
        private final int linesBefore;
        private final Instant now;
        private final Map<String, Integer> columns = new HashMap<>();
        private final List<Line> lines = new ArrayList<>();
        private final Set<IpRange> seen = new HashSet<>();
        private int repeated;

        Reading(CSVParser parser, int linesBefore, Instant now) {
            this.parser = parser;
            this.linesBefore = linesBefore;
            this.now = now;
        }

        Parsed read() {
            boolean header = true;
            for (CSVRecord each : parser) {
                if (header) {
                    header = false;
                    if (!readHeader(each)) {
                        return new Parsed.Bad(
                                "whitelist.import.header", TypedRanges.cut(String.join(", ", each.toList())));
                    }
                } else if (each.stream().anyMatch(cell -> !cell.isBlank())) {
                    add(each);
                }
                if (lines.size() + repeated > TypedRanges.MAX_ITEMS) {
                    return bad("whitelist.full");
                }
            }
            return lines.isEmpty()
                    ? bad("whitelist.import.empty")
                    : new Parsed.Ok(new ImportedEntries(lines, repeated));
        }

        private boolean readHeader(CSVRecord header) {
            for (int i = 0; i < header.size(); i++) {
                String name = header.get(i).strip().toLowerCase(Locale.ROOT);
                if (name.isEmpty() && i == header.size() - 1 && i > 0) {
                    continue; // a separator at the end
                }
                String column = COLUMNS.get(name);
                if (column == null || columns.putIfAbsent(column, i) != null) {
                    return false;
                }
            }
            return columns.containsKey(WhitelistCsv.RANGE);
        }

        private void add(CSVRecord cells) {
            long number = parser.getCurrentLineNumber() + linesBefore;
            String label = WhitelistCsv.unguard(cell(cells, WhitelistCsv.LABEL));
            String end = cell(cells, WhitelistCsv.EXPIRES_AT);
            Optional<Instant> expiresAt = instant(end).filter(each -> WhitelistEntry.mayEnd(each, now));
            TypedRanges.Item item = TypedRanges.item(cell(cells, WhitelistCsv.RANGE));
            String concern = item.concern();
            boolean usable = false;
            if (hasMore(cells)) {
                concern = "whitelist.import.cells";
            } else if (!WhitelistEntry.isLabel(label)) {
                concern =
                        label.length() > WhitelistEntry.MAX_LABEL ? "whitelist.label.long" : "whitelist.label.invalid";
            } else if (!end.isEmpty() && expiresAt.isEmpty()) {
                concern = "whitelist.expires.invalid";
            } else {
                usable = true;
            }
            Optional<NewEntry> entry = usable
                    ? item.range()
                            .map(range -> new NewEntry(range, label.isEmpty() ? null : label, expiresAt.orElse(null)))
                    : Optional.empty();
            if (entry.isPresent() && !seen.add(entry.get().range())) {
                repeated++;
            } else {
                lines.add(new Line(number, item.typed(), entry, concern));
            }
        }

        private boolean hasMore(CSVRecord cells) {
            for (int i = 0; i < cells.size(); i++) {
                if (!columns.containsValue(i) && !cells.get(i).isBlank()) {
                    return true;
                }
            }
            return false;
        }

        private String cell(CSVRecord cells, String column) {
            Integer at = columns.get(column);
            return at == null || at >= cells.size() ? "" : cells.get(at).strip();
        }

        /** As exported, or as the page's own field has it; both in UTC. */
        private static Optional<Instant> instant(String text) {
            try {
                return Optional.of(
                        text.endsWith("Z")
                                ? Instant.parse(text)
                                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }
    }
}
