package io.saltgate.whitelist.web;

import io.saltgate.platform.CsvCell;
import io.saltgate.whitelist.WhitelistEntry;
import io.saltgate.whitelist.Whitelists.NewEntry;
import java.util.List;

/** Writes a whitelist as CSV (RFC 4180): range, label, end. {@link ImportedEntries} reads it back. */
final class WhitelistCsv {

    static final String RANGE = "range";
    static final String LABEL = "label";
    static final String EXPIRES_AT = "expiresAt";

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
                    .append(CsvCell.quote(entry.label() == null ? "" : entry.label()))
                    .append(',')
                    .append(entry.expiresAt() == null ? "" : entry.expiresAt())
                    .append("\r\n");
        }
        return csv.toString();
    }
}
