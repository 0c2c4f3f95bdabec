package io.saltgate.whitelist.web;

import io.saltgate.whitelist.WhitelistEntry;
import io.saltgate.whitelist.Whitelists.NewEntry;
import java.util.List;
import java.util.regex.Pattern;

/** A list as RFC 4180 text: range, label, end. {@link ImportedEntries} reads it back. */
final class WhitelistCsv {

    static final String RANGE = "range";
    static final String LABEL = "label";
    static final String EXPIRES_AT = "expiresAt";

    /** Spreadsheets take a cell that begins so for a formula; what looks as if it were guarded is guarded once more. */
    private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\\t\\r].*", Pattern.DOTALL);

    private WhitelistCsv() {}

    static String of(List<WhitelistEntry> entries) {
        return ofNew(entries.stream()
                .map(entry -> new NewEntry(entry.range(), entry.label(), entry.expiresAt()))
                .toList());
    }

    static String ofNew(List<NewEntry> entries) {
        StringBuilder csv = new StringBuilder(RANGE + "," + LABEL + "," + EXPIRES_AT + "\r\n");
        for (NewEntry entry : entries) {
            csv.append(entry.range())
                    .append(',')
                    .append(quote(entry.label() == null ? "" : entry.label()))
                    .append(',')
                    .append(entry.expiresAt() == null ? "" : entry.expiresAt())
                    .append("\r\n");
        }
        return csv.toString();
    }

    /** What a cell held before it was guarded against spreadsheets. */
    static String unguard(String cell) {
        return cell.startsWith("'") && FORMULA.matcher(cell).matches() ? cell.substring(1) : cell;
    }

    private static String quote(String text) {
        String plain = FORMULA.matcher(text).matches() ? "'" + text : text;
        return '"' + plain.replace("\"", "\"\"") + '"';
    }
}
