package io.saltgate.whitelist.web;

import io.saltgate.whitelist.WhitelistEntry;
import java.util.List;

/** A list as RFC 4180 text: range, label, end. */
final class WhitelistCsv {

    private WhitelistCsv() {}

    static String of(List<WhitelistEntry> entries) {
        StringBuilder csv = new StringBuilder("range,label,expiresAt\r\n");
        for (WhitelistEntry entry : entries) {
            csv.append(entry.range())
                    .append(',')
                    .append(quote(entry.label() == null ? "" : entry.label()))
                    .append(',')
                    .append(entry.expiresAt() == null ? "" : entry.expiresAt())
                    .append("\r\n");
        }
        return csv.toString();
    }

    /** Spreadsheets take a cell that begins so for a formula. */
    private static String quote(String text) {
        String plain = text.matches("[=+\\-@\\t\\r].*") ? "'" + text : text;
        return '"' + plain.replace("\"", "\"\"") + '"';
    }
}
