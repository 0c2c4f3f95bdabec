package io.saltgate.whitelist.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.CsvCell;
import io.saltgate.platform.PlainText;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.WhitelistEntry;
import io.saltgate.whitelist.web.InputLine.Details;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whitelist from a CSV file: one that {@link WhitelistCsv} wrote, or a person, or a spreadsheet with its byte
 * order mark, its semicolons and its empty lines. A column that the file lacks leaves the entries' values as they are.
 */
final class ImportedEntries {

    /** Bytes: a list of {@link ListInput#MAX_ITEMS} with the longest labels. */
    static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final int MAX_LINE = 1_000;

    /** The kinds of text in which lists come: tables, plain lists, vendors' JSON, a gateway's configuration. */
    private static final Pattern TEXT_FILE =
            Pattern.compile("(?is)[^.]*|.*\\.(?:csv|tsv|txt|text|list|json|conf|cfg|netset|ipset)");

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    /** The result of reading a file. */
    sealed interface Parsed {
        record Ok(ListInput input) implements Parsed {}

        /**
         * Nothing of it can be used.
         *
         * @param complaint the key of the message that says why
         * @param detail what the message names: a line's number, or what was found
         */
        record Bad(String complaint, String detail) implements Parsed {}
    }

    private ImportedEntries() {}

    /** @param name what the file is called, for its extension; a name without one is fine */
    static Parsed parse(String name, byte[] file, Instant now) {
        Parsed parsed = parse(file, now); // what it says about the content helps more
        return parsed instanceof Parsed.Bad || TEXT_FILE.matcher(name).matches()
                ? parsed
                : bad("whitelist.import.extension");
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
        if (isPlainList(text)) {
            ListInput input = PastedText.parse(text, Details.NONE, now);
            return input.isTooMany() ? bad("whitelist.full") : new Parsed.Ok(input);
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

    /**
     * No table but a list as vendors publish it: JSON, or lines of which the first holds addresses and nothing else.
     */
    private static boolean isPlainList(String text) {
        String plain = PlainText.strip(text);
        if (plain.startsWith("{") || plain.startsWith("[")) {
            return true;
        }
        List<PastedLine.Item> first = plain.lines()
                .map(line -> PastedLine.read(line).items())
                .filter(items -> !items.isEmpty())
                .findFirst()
                .orElse(List.of());
        return !first.isEmpty()
                && first.stream()
                        .allMatch(item ->
                                item.concern() == null && IpRange.parse(item.address()) instanceof IpRange.Parsed.Ok);
    }

    /** The separator that occurs most often in the header. */
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

        /** Columns by the names that a header may give them, in lower case. */
        private static final Map<String, String> COLUMNS = Map.of(
                "range", WhitelistCsv.RANGE,
                "address", WhitelistCsv.RANGE,
                "label", WhitelistCsv.LABEL,
                "expiresat", WhitelistCsv.EXPIRES_AT);

        private final CSVParser parser;
        private final int linesBefore;
        private final Instant now;
        private final Map<String, Integer> columns = new HashMap<>();
        private final ListInput.Builder input = new ListInput.Builder();

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
                                "whitelist.import.header", InputLine.cut(String.join(", ", each.toList())));
                    }
                } else if (each.stream().anyMatch(cell -> !cell.isBlank())) {
                    add(each);
                }
                if (input.isFull()) {
                    return bad("whitelist.full");
                }
            }
            return input.isEmpty() ? bad("whitelist.import.empty") : new Parsed.Ok(input.build());
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
            String place = Long.toString(parser.getCurrentLineNumber() + linesBefore);
            String range = cell(cells, WhitelistCsv.RANGE);
            String label = CsvCell.unguard(cell(cells, WhitelistCsv.LABEL));
            String end = cell(cells, WhitelistCsv.EXPIRES_AT);
            String concern = concern(cells, label, end);
            if (concern != null) {
                input.add(InputLine.refused(place, range, concern));
                return;
            }
            Details details = new Details(
                    label.isEmpty() ? null : label,
                    columns.containsKey(WhitelistCsv.LABEL),
                    EndTime.parse(end).orElse(null),
                    columns.containsKey(WhitelistCsv.EXPIRES_AT));
            PastedLine read = PastedLine.read(range);
            PastedLine.Item item =
                    read.items().size() == 1 ? read.items().getFirst() : new PastedLine.Item(range, range, null, false);
            boolean rewritten = item.rewritten() || !read.comment().isEmpty();
            input.add(
                    item.concern() != null
                            ? InputLine.refused(place, range, item.concern())
                            : InputLine.of(place, range, item.address(), details, rewritten));
        }

        private @Nullable String concern(CSVRecord cells, String label, String end) {
            if (hasMore(cells)) {
                return "whitelist.import.cells";
            }
            if (!WhitelistEntry.isLabel(label)) {
                return label.length() > WhitelistEntry.MAX_LABEL ? "whitelist.label.long" : "whitelist.label.invalid";
            }
            return end.isEmpty() ? null : EndTime.concern(end, now);
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
            return at == null || at >= cells.size() ? "" : PlainText.strip(cells.get(at));
        }
    }
}
