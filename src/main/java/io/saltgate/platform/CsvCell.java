package io.saltgate.platform;

import java.util.regex.Pattern;

/** Writes text that someone typed as a cell of an RFC 4180 file, safe to open with a spreadsheet. */
public final class CsvCell {

    /**
     * Where a spreadsheet would find a formula: at a cell's begin, which is behind any character that it may be split
     * at, whatever spaces and quotes stand between. The full-width forms count as the plain ones do.
     */
    private static final String CELL = "(^|[,;|:\\t^~])([\\s\\p{Z}\"']*)";

    private static final String BEGIN = "([=+\\-@\uFF1D\uFF0B\uFF0D\uFF20])";
    private static final Pattern FORMULA = Pattern.compile(CELL + BEGIN);
    private static final Pattern GUARDED = Pattern.compile(CELL + "'" + BEGIN);

    private CsvCell() {}

    /** An apostrophe before what a spreadsheet would run makes it text. */
    public static String quote(String text) {
        String guarded = FORMULA.matcher(text).replaceAll("$1$2'$3");
        return '"' + guarded.replace("\"", "\"\"") + '"';
    }

    /** What a text was before {@link #quote} made it safe; the quotes are gone already. */
    public static String unguard(String cell) {
        return GUARDED.matcher(cell).replaceAll("$1$2$3");
    }
}
