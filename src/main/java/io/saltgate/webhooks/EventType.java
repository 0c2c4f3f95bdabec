package io.saltgate.webhooks;

import java.util.Optional;
import java.util.regex.Pattern;

/** What kind of event it is, in dotted words: {@code document.completed}. Up to 100 ASCII characters. */
public record EventType(String value) {

    static final int MAX_LENGTH = 100;

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*");

    public EventType {
        if (!isOne(value)) {
            throw new IllegalArgumentException("not an event type");
        }
    }

    public static Optional<EventType> parse(String text) {
        return isOne(text) ? Optional.of(new EventType(text)) : Optional.empty();
    }

    static boolean isOne(String text) {
        return text.length() <= MAX_LENGTH && FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
