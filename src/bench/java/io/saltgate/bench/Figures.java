package io.saltgate.bench;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that was found, in the order in which it was. */
final class Figures {

    private record Row(String name, String value, String target) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%-72s %12s  %s%n", name, value, target);
        }
    }

    private final Map<String, Object> all = new LinkedHashMap<>();
    private final Map<String, Row> rows = new LinkedHashMap<>();

    /** Told in the file alone. */
    void note(String key, Object value) {
        all.put(key, value instanceof Double number ? rounded(number) : value);
    }

    /** A figure without a target. */
    void add(String key, String name, double value) {
        note(key, value);
        put(key, new Row(name, text(value), ""));
    }

    void addAtLeast(String key, String name, double value, double target) {
        note(key, value);
        put(key, new Row(name, text(value), (value >= target ? "ok   >= " : "MISS >= ") + target));
    }

    void addAtMost(String key, String name, double value, double target) {
        note(key, value);
        put(key, new Row(name, text(value), (value <= target ? "ok   <= " : "MISS <= ") + target));
    }

    /** Said at once too: a run takes its time. */
    private void put(String key, Row row) {
        rows.put(key, row);
        System.out.print(row);
    }

    @Nullable
    Double number(String key) {
        return all.get(key) instanceof Number number ? number.doubleValue() : null;
    }

    String table() {
        StringBuilder table = new StringBuilder();
        rows.values()
                .forEach(row -> table.append(
                        String.format(Locale.ROOT, "%-72s %12s  %s%n", row.name(), row.value(), row.target())));
        return table.toString();
    }

    void write(Path file) throws IOException {
        JsonObjectBuilder object = Json.createObjectBuilder();
        all.forEach((key, value) -> {
            if (value instanceof BigDecimal number) {
                object.add(key, number);
            } else if (value instanceof Integer number) {
                object.add(key, number);
            } else if (value instanceof Boolean flag) {
                object.add(key, flag);
            } else {
                object.add(key, String.valueOf(value));
            }
        });
        try (Writer writer = Files.newBufferedWriter(file);
                JsonWriter json = Json.createWriterFactory(
                                Map.of("jakarta.json.stream.JsonGenerator.prettyPrinting", true))
                        .createWriter(writer)) {
            json.writeObject(object.build());
        }
    }

    private static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).setScale(value < 100 ? 3 : 0, RoundingMode.HALF_UP);
    }

    private static String text(double value) {
        return value < 100 ? String.format(Locale.ROOT, "%.3f", value) : String.format(Locale.ROOT, "%,.0f", value);
    }
}
