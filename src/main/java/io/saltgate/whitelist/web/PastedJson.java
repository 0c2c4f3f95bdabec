package io.saltgate.whitelist.web;

import io.saltgate.platform.PlainText;
import io.saltgate.platform.SharedJson;
import io.saltgate.whitelist.WhitelistEntry;
import io.saltgate.whitelist.web.InputLine.Details;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the JSON documents in which vendors publish their addresses: an array of strings, or objects with such arrays,
 * or with one address each. Every range that is found is taken, and the review says from where; texts that are no
 * addresses are counted, and what an object denies is refused.
 */
final class PastedJson {

    private static final int MAX_DEPTH = 16;
    private static final Set<String> DENYING = Set.of(
            "deny",
            "denied",
            "denylist",
            "block",
            "blocked",
            "blocklist",
            "blacklist",
            "exclude",
            "excluded",
            "reject");

    /** The members of an entry as our own API writes it. */
    private static final Set<String> ENTRY = Set.of("id", "address", "range", "label", "expiresAt", "createdAt");

    private final Details details;
    private final Instant now;
    private final ListInput.Builder input;

    private PastedJson(Details details, Instant now, ListInput.Builder input) {
        this.details = details;
        this.now = now;
        this.input = input;
    }

    /** @return whether the text is such a document */
    static boolean read(String text, Details details, Instant now, ListInput.Builder input) {
        String document = PlainText.strip(text);
        if (!document.startsWith("[") && !document.startsWith("{") || isTooDeep(document)) {
            return false;
        }
        try (JsonReader reader = SharedJson.createReader(new StringReader(document))) {
            JsonValue value = reader.readValue();
            new PastedJson(details, now, input).read(value, "", value instanceof JsonArray, false);
            return true;
        } catch (JsonException | IllegalStateException e) {
            return false;
        }
    }

    /** @param plain whether only arrays enclose the value: every text there is meant to be an address */
    private void read(JsonValue value, String path, boolean plain, boolean denied) {
        switch (value) {
            case JsonString string -> readText(string.getString(), path, plain, denied);
            case JsonArray array -> array.forEach(each -> read(each, path, plain, denied));
            case JsonObject object -> readObject(object, path, denied);
            default -> {} // numbers and the like are no addresses
        }
    }

    private void readText(String text, String path, boolean plain, boolean denied) {
        if (!plain && !AddressWords.isAddressLike(PlainText.strip(text))) {
            input.countLeftOut(path);
        } else if (denied) {
            input.add(InputLine.refused(path, text, "whitelist.range.denies"));
        } else {
            take(text, path, details);
        }
    }

    private void take(String text, String path, Details own) {
        input.countTaken(path);
        input.add(InputLine.of(path, text, text, own, true));
    }

    /**
     * Several addresses in one object belong together, such as the first and the last of a span, or an address and its
     * mask. Where one of them is a range that is the one; else none is taken.
     */
    private void readObject(JsonObject object, String path, boolean denied) {
        if (object.containsKey("address") && ENTRY.containsAll(object.keySet()) && !denied) {
            readEntry(object, path);
            return;
        }
        List<String> addresses = object.entrySet().stream()
                .filter(member -> member.getValue() instanceof JsonString text
                        && AddressWords.isAddressLike(PlainText.strip(text.getString())))
                .map(Map.Entry::getKey)
                .toList();
        boolean several = addresses.size() > 1;
        boolean hasRange = addresses.stream().anyMatch(name -> isRange(object, name));
        if (several && !hasRange) {
            input.add(InputLine.refused(path, texts(object, addresses), "whitelist.range.together"));
        }
        object.forEach((name, value) -> {
            String place = path.isEmpty() ? name : path + "." + name;
            if (several && addresses.contains(name) && !isRange(object, name)) {
                input.countLeftOut(place);
            } else {
                read(value, place, false, denied || DENYING.contains(name.toLowerCase(Locale.ROOT)));
            }
        });
    }

    /** As this product's API writes an entry: its label and its end must not get lost. */
    private void readEntry(JsonObject object, String path) {
        String address = text(object, "address").orElse("");
        Optional<String> label = text(object, "label").map(PlainText::strip);
        Optional<String> end = text(object, "expiresAt");
        if (label.isPresent() && !WhitelistEntry.isLabel(label.get())) {
            input.add(InputLine.refused(path, address, "whitelist.label.invalid"));
        } else if (end.isPresent() && EndTime.concern(end.get(), now) != null) {
            input.add(InputLine.refused(path, address, EndTime.concern(end.get(), now)));
        } else {
            take(
                    address,
                    path,
                    new Details(
                            label.orElse(details.label()),
                            label.isPresent() || details.saysLabel(),
                            end.flatMap(EndTime::parse).orElse(details.expiresAt()),
                            end.isPresent() || details.saysEnd()));
        }
    }

    private static boolean isRange(JsonObject object, String name) {
        return object.getString(name).indexOf('/') >= 0;
    }

    private static String texts(JsonObject object, List<String> names) {
        return String.join(" ", names.stream().map(object::getString).toList());
    }

    private static Optional<String> text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
    }

    /** Counts brackets in texts too: a document that is nested so deeply is no list of addresses. */
    private static boolean isTooDeep(String document) {
        int depth = 0;
        for (int i = 0; i < document.length(); i++) {
            char c = document.charAt(i);
            if (c == '[' || c == '{') {
                depth++;
            } else if (c == ']' || c == '}') {
                depth--;
            }
            if (depth > MAX_DEPTH) {
                return true;
            }
        }
        return false;
    }
}
