package io.saltgate.whitelist.web;

import io.saltgate.whitelist.WhitelistEntry;
import io.saltgate.whitelist.Whitelists.NewEntry;
import java.util.List;
import java.util.regex.Pattern;

/** Writes a whitelist as CSV (RFC 4180): range, label, end. {@link ImportedEntries} reads it back. */
final class WhitelistCsv {

    static final String RANGE = "range";
    static final String LABEL = "label";
    static final String EXPIRES_AT = "expiresAt";

    /**
     * Where a spreadsheet would find a formula: at a cell's begin, which is behind any character that it may be split
     * at, whatever spaces and quotes stand between. The full-width forms count as the plain ones do.
     */
    private static final String CELL = "(^|[,;|:\\t^~])([\\s\\p{Z}\"']*)";

    private static final String BEGIN = "([=+\\-@\uFF1D\uFF0B\uFF0D\uFF20])";
    private static final Pattern FORMULA = Pattern.compile(CELL + BEGIN);
    private static final Pattern GUARDED = Pattern.compile(CELL + "'" + BEGIN);

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

    /** Undoes {@link #guard}. */
    static String unguard(String cell) {
        return GUARDED.matcher(cell).replaceAll("$1$2$3");
    }

    /** Puts an apostrophe before anything that a spreadsheet would run, which makes it text. */
    private static String guard(String label) {
        return FORMULA.matcher(label).replaceAll("$1$2'$3");
    }

    private static String quote(String label) {
        return '"' + guard(label).replace("\"", "\"\"") + '"';
    }
}
