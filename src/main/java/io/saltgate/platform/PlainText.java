package io.saltgate.platform;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Checks text that people type to be shown again: it has no characters that make it read as another text, or that
 * break a database or a line.
 */
public final class PlainText {

    /** Letters by their category, and blank: the Hangul fillers and the Braille pattern without a dot. */
    private static final Set<Integer> BLANK_LETTERS = Set.of(0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0);

    private PlainText() {}

    /**
     * Whether it is one line without control, direction and half characters; the joiners that scripts need are fine.
     */
    public static boolean isPlain(String text) {
        return text.codePoints().noneMatch(PlainText::isInvisible);
    }

    /**
     * The text without the spaces around it, no-break and other Unicode spaces among them: text copied from web pages
     * and spreadsheets is full of them, and {@link String#strip} leaves the no-break ones.
     */
    public static String strip(String text) {
        int begin = 0;
        int end = text.length();
        while (begin < end && isSpace(text.charAt(begin))) {
            begin++;
        }
        while (begin < end && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(begin, end);
    }

    /** Whether it is a space of any kind, or ends a line. */
    public static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /** The first character that nobody sees, as {@code U+200B}; the joiners that scripts need count here too. */
    public static Optional<String> findInvisible(String text) {
        return text.codePoints()
                .filter(PlainText::isUnseen)
                .mapToObj(PlainText::name)
                .findFirst();
    }

    /** The text with each character that nobody sees written as its name: {@code 10.0.0.1⟨U+200B⟩}. */
    public static String showInvisible(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isUnseen(c)) {
                shown.append('⟨').append(name(c)).append('⟩');
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    private static String name(int codePoint) {
        return String.format(Locale.ROOT, "U+%04X", codePoint);
    }

    /** Characters without a glyph, and those that only change the one before. */
    private static boolean isUnseen(int codePoint) {
        int type = Character.getType(codePoint);
        return isInvisible(codePoint)
                || type == Character.FORMAT
                || type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || codePoint != ' ' && type == Character.SPACE_SEPARATOR
                || BLANK_LETTERS.contains(codePoint);
    }

    private static boolean isInvisible(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.FORMAT && codePoint != 0x200C && codePoint != 0x200D
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE
                || type == Character.UNASSIGNED;
    }
}
