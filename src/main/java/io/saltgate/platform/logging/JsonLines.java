package io.saltgate.platform.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * Formats each record as one line of JSON: {@code time} (UTC), {@code level}, {@code logger}, {@code requestId} and
 * {@code traceId} where a request is the cause, {@code message}, and {@code exception} with the stack trace.
 *
 * @see io.saltgate.platform.logging.ServerLogs for the setting that chooses it
 */
final class JsonLines extends Formatter {

    @Override
    public String format(LogRecord entry) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("time", entry.getInstant().toString());
        members.put("level", entry.getLevel().getName().toLowerCase(Locale.ROOT));
        members.put("logger", String.valueOf(entry.getLoggerName()));
        members.putAll(new TreeMap<>(LogContext.get()));
        members.put("message", formatMessage(entry));
        if (entry.getThrown() != null) {
            StringWriter trace = new StringWriter();
            entry.getThrown().printStackTrace(new PrintWriter(trace, true));
            members.put("exception", trace.toString());
        }
        StringBuilder line = new StringBuilder("{");
        members.forEach((name, value) -> {
            line.append(line.length() > 1 ? "," : "").append('"').append(name).append("\":\"");
            escape(line, value);
            line.append('"');
        });
        return line.append("}\n").toString();
    }

    /** RFC 8259, section 7; a lone surrogate becomes a replacement character, since no UTF-8 can hold it. */
    private static void escape(StringBuilder line, String value) {
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            switch (character) {
                case '"' -> line.append("\\\"");
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (Character.isHighSurrogate(character)
                            && i + 1 < value.length()
                            && Character.isLowSurrogate(value.charAt(i + 1))) {
                        line.append(character).append(value.charAt(++i));
                    } else if (Character.isSurrogate(character)) {
                        line.append('\uFFFD');
                    } else if (character < ' ' || character == 0x7F || character == 0x2028 || character == 0x2029) {
                        line.append("\\u%04x".formatted((int) character));
                    } else {
                        line.append(character);
                    }
                }
            }
        }
    }
}
