package io.saltgate.webhooks;

import java.util.Optional;

/** What the event is about, in the caller's own naming: any text of 1 to 255 characters that UTF-8 can write. */
public record DocumentId(String value) {

    private static final int MAX_LENGTH = 255;

    public DocumentId {
        if (!isOne(value)) {
            throw new IllegalArgumentException("not a document id");
        }
    }

    public static Optional<DocumentId> parse(String text) {
        return isOne(text) ? Optional.of(new DocumentId(text)) : Optional.empty();
    }

    /** Half a character has no UTF-8 and so no mac; PostgreSQL keeps no U+0000. */
    private static boolean isOne(String text) {
        return !text.isEmpty()
                && text.length() <= 2 * MAX_LENGTH
                && text.codePointCount(0, text.length()) <= MAX_LENGTH
                && text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
    }

    @Override
    public String toString() {
        return value;
    }
}
