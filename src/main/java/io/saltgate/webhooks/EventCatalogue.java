package io.saltgate.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.PlainText;
import io.saltgate.platform.Settings;
import io.saltgate.platform.SharedJson;
import io.saltgate.platform.start.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The event types that the product sends, as the operator describes them in the file of {@code saltgate.event.types}: a
 * JSON array of objects with {@code type}, {@code description} and {@code example}, the example being a payload.
 */
public final class EventCatalogue {

    static final int MAX_TYPES = 100;
    static final int MAX_DESCRIPTION = 200;

    /** Bytes in UTF-8. */
    static final int MAX_EXAMPLE = 16 * 1024;

    private static final String KEY = "saltgate.event.types";
    private static final int MAX_FILE = 4 * 1024 * 1024;
    private static final Set<String> MEMBERS = Set.of("type", "description", "example");

    /** No type is described. */
    public static final EventCatalogue EMPTY = new EventCatalogue(List.of());

    /** A type with a line about when it happens, and a payload as it may be. */
    public record Entry(EventType type, String description, Payload example) {}

    private final List<Entry> entries;

    private EventCatalogue(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** In the order of the file. */
    public List<Entry> entries() {
        return entries;
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    public Optional<Entry> find(String type) {
        return entries.stream()
                .filter(entry -> entry.type().value().equals(type))
                .findFirst();
    }

    /** The names of its types. */
    public Set<String> names() {
        return entries.stream().map(entry -> entry.type().value()).collect(Collectors.toUnmodifiableSet());
    }

    static EventCatalogue from(Settings settings) {
        return settings.find(KEY).map(file -> parse(read(Path.of(file)))).orElse(EMPTY);
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) > MAX_FILE) {
                throw new Settings.InvalidSetting(KEY, "names a file that is too large: " + file);
            }
            return UTF_8.newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (IOException e) {
            throw new Settings.InvalidSetting(KEY, "names a file that can't be read as UTF-8: " + file, e);
        }
    }

    /** @throws Settings.InvalidSetting that says which entry is wrong, and how */
    static EventCatalogue parse(String json) {
        List<Entry> entries = new ArrayList<>();
        try (JsonReader reader = SharedJson.createReader(new StringReader(json))) {
            for (JsonValue each : reader.readArray()) {
                entries.add(entry(each, entries.size() + 1));
            }
        } catch (JsonException e) {
            throw new Settings.InvalidSetting(KEY, "is not a JSON array: " + e.getMessage(), e);
        }
        if (entries.size() > MAX_TYPES) {
            throw new Settings.InvalidSetting(KEY, "has more than " + MAX_TYPES + " types");
        }
        EventCatalogue catalogue = new EventCatalogue(entries);
        if (catalogue.names().size() < entries.size()) {
            throw new Settings.InvalidSetting(KEY, "has a type twice");
        }
        return catalogue;
    }

    private static Entry entry(JsonValue value, int number) {
        if (!(value instanceof JsonObject object) || !MEMBERS.equals(object.keySet())) {
            throw wrong(number, "is not an object of type, description and example");
        }
        EventType type = EventType.parse(text(object, "type", number))
                .orElseThrow(() -> wrong(number, "has no event type such as document.completed"));
        String description = text(object, "description", number);
        if (description.isBlank() || description.length() > MAX_DESCRIPTION || !PlainText.isPlain(description)) {
            throw wrong(number, "has no description of one line, up to " + MAX_DESCRIPTION + " characters");
        }
        if (!(object.get("example") instanceof JsonObject example)) {
            throw wrong(number, "has an example that is no JSON object");
        }
        Payload.findReserved(example.keySet()).ifPresent(member -> {
            throw wrong(number, "has an example with the member " + member + ", which Saltgate adds itself");
        });
        String payload = example.toString();
        if (payload.getBytes(UTF_8).length > MAX_EXAMPLE) {
            throw wrong(number, "has an example of more than " + MAX_EXAMPLE + " bytes");
        }
        return new Entry(type, description, new Payload(payload));
    }

    private static String text(JsonObject object, String name, int number) {
        if (object.get(name) instanceof JsonString text) {
            return text.getString();
        }
        throw wrong(number, "has a " + name + " that is no text");
    }

    private static Settings.InvalidSetting wrong(int number, String complaint) {
        return new Settings.InvalidSetting(KEY, "entry " + number + " " + complaint);
    }

    /** Reads the file once, at start-up: a mistake in it is told there and then. */
    @ApplicationScoped
    static class Producer {
        @Produces
        @Singleton
        EventCatalogue catalogue() {
            return from(Settings.current());
        }

        void check(@Observes Startup.Started started, EventCatalogue catalogue) {
            if (!catalogue.isEmpty()) {
                System.getLogger(EventCatalogue.class.getName())
                        .log(System.Logger.Level.INFO, "{0} event types are described", catalogue.entries.size());
            }
        }
    }
}
