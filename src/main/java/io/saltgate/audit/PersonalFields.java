package io.saltgate.audit;

import io.saltgate.platform.SharedJson;
import jakarta.json.JsonException;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells which texts of an entry are personal: names, browsers, and all that have an email address in them. Ids stay:
 * they name a person only as long as the person's own row does.
 */
final class PersonalFields {

    /** Stands in the place of what was erased. */
    static final String ERASED = "erased";

    private static final Set<String> ALWAYS = Set.of("browser", "email");

    /** Parameters that are names of people, or of what is theirs, by code. */
    private static final Map<String, Set<String>> BY_CODE =
            Map.of("person.renamed", Set.of("before", "after"), "passkey.renamed", Set.of("before", "after"));

    private static final Pattern EMAIL = Pattern.compile("[^\\s@]@[^\\s@]");

    private PersonalFields() {}

    static @Nullable String without(@Nullable String text) {
        return text != null && hasEmail(text) ? ERASED : text;
    }

    private static boolean hasEmail(String text) {
        return EMAIL.matcher(text).find();
    }

    /** @param parameters a JSON object of texts; what is none was not written by us and goes */
    static String without(String code, String parameters) {
        JsonObjectBuilder left = SharedJson.createObjectBuilder();
        Set<String> names = BY_CODE.getOrDefault(code, Set.of());
        boolean changed = false;
        try (JsonReader reader = SharedJson.createReader(new StringReader(parameters))) {
            for (Map.Entry<String, JsonValue> each : reader.readObject().entrySet()) {
                String value = each.getValue() instanceof JsonString text
                        ? text.getString()
                        : each.getValue().toString();
                boolean personal = ALWAYS.contains(each.getKey()) || names.contains(each.getKey()) || hasEmail(value);
                changed |= personal && !value.equals(ERASED);
                left.add(each.getKey(), personal ? ERASED : value);
            }
        } catch (JsonException e) {
            return "{}";
        }
        return changed ? left.build().toString() : parameters;
    }
}
