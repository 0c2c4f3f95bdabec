package io.saltgate.platform;

/** What people type to be shown again: without marks that make it read as another text, or break a database or a line. */
public final class PlainText {

    private PlainText() {}

    /** Whether it is one line without control, direction and half characters; the joiners that scripts need are fine. */
    public static boolean isPlain(String text) {
        return text.codePoints().noneMatch(PlainText::isInvisible);
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
