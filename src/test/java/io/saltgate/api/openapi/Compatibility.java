package io.saltgate.api.openapi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Compares two OpenAPI documents: what a client of the older one relies on, and the newer one no longer has. */
final class Compatibility {

    private final JsonNode before;
    private final JsonNode now;
    private final List<String> breaks = new ArrayList<>();

    private Compatibility(JsonNode before, JsonNode now) {
        this.before = before;
        this.now = now;
    }

    /** In words; empty if there are none. */
    static List<String> findBreaks(JsonNode before, JsonNode now) {
        Compatibility compatibility = new Compatibility(before, now);
        before.path("paths")
                .forEachEntry((path, item) -> item.forEachEntry((verb, operation) -> {
                    if (operation.has("operationId")) {
                        compatibility.compare(
                                verb + " " + path,
                                operation,
                                now.path("paths").path(path).path(verb));
                    }
                }));
        return compatibility.breaks;
    }

    private void compare(String place, JsonNode old, JsonNode current) {
        if (current.isMissingNode()) {
            breaks.add(place + " is gone");
            return;
        }
        same(place, "operationId", old, current);
        same(place, "security", old, current);
        compareParameters(place, old.path("parameters"), current.path("parameters"));
        JsonNode body = current.path("requestBody");
        if (body.path("required").asBoolean(false)
                && !old.path("requestBody").path("required").asBoolean(false)) {
            breaks.add(place + " needs a body now");
        }
        String json = "/content/application~1json/schema";
        accepts(place + " body", old.path("requestBody").at(json), body.at(json));
        old.path("responses").forEachEntry((status, response) -> {
            if (status.startsWith("2")) {
                JsonNode answer = current.path("responses").path(status);
                if (answer.isMissingNode()) {
                    breaks.add(place + " no longer answers " + status);
                } else {
                    gives(place + " answer", response.at(json), answer.at(json));
                }
            }
        });
    }

    private void same(String place, String name, JsonNode old, JsonNode current) {
        if (!old.path(name).equals(current.path(name))) {
            breaks.add(place + " has another " + name);
        }
    }

    private void compareParameters(String place, JsonNode old, JsonNode current) {
        Set<String> names = new HashSet<>();
        current.forEach(parameter -> names.add(name(parameter)));
        Set<String> known = new HashSet<>();
        old.forEach(parameter -> {
            known.add(name(parameter));
            if (!names.contains(name(parameter))) {
                breaks.add(place + " no longer takes " + name(parameter));
            }
        });
        current.forEach(parameter -> {
            if (!known.contains(name(parameter)) && parameter.path("required").asBoolean(false)) {
                breaks.add(place + " needs " + name(parameter) + " now");
            }
        });
    }

    private static String name(JsonNode parameter) {
        return parameter.path("name").asString(parameter.path("$ref").asString(""));
    }

    /** What was a valid body must still be one. */
    private void accepts(String place, JsonNode old, JsonNode current) {
        JsonNode was = resolve(before, old);
        JsonNode is = resolve(now, current);
        if (was.isMissingNode()) {
            return;
        }
        if (!types(is).containsAll(types(was))) {
            breaks.add(place + " may no longer be " + types(was));
        }
        if (is.has("enum") && !texts(is.path("enum")).containsAll(texts(was.path("enum")))) {
            breaks.add(place + " takes fewer values");
        }
        for (String limit : List.of("maxLength", "maxItems")) {
            if (is.path(limit).asInt(Integer.MAX_VALUE) < was.path(limit).asInt(Integer.MAX_VALUE)) {
                breaks.add(place + " has a lower " + limit);
            }
        }
        Set<String> required = texts(is.path("required"));
        required.removeAll(texts(was.path("required")));
        required.forEach(name -> breaks.add(place + "." + name + " is required now"));
        members(place, was, is, true);
    }

    /** What clients find in an answer must still be there, and be nothing that it could not be. */
    private void gives(String place, JsonNode old, JsonNode current) {
        JsonNode was = resolve(before, old);
        JsonNode is = resolve(now, current);
        if (was.isMissingNode()) {
            return;
        }
        if (!types(was).containsAll(types(is))) {
            breaks.add(place + " may be " + types(is) + " now");
        }
        Set<String> missing = texts(was.path("required"));
        missing.removeAll(texts(is.path("required")));
        missing.forEach(name -> breaks.add(place + "." + name + " may be missing now"));
        members(place, was, is, false);
    }

    private void members(String place, JsonNode was, JsonNode is, boolean body) {
        was.path("properties").forEachEntry((name, member) -> {
            JsonNode there = is.path("properties").path(name);
            if (there.isMissingNode()) {
                breaks.add(place + "." + name + " is gone");
            } else {
                either(place + "." + name, member, there, body);
            }
        });
        either(place + "[]", was.path("items"), is.path("items"), body);
        for (int i = 0; i < was.path("anyOf").size(); i++) {
            either(place, was.path("anyOf").path(i), is.path("anyOf").path(i), body);
        }
    }

    private void either(String place, JsonNode old, JsonNode current, boolean body) {
        if (body) {
            accepts(place, old, current);
        } else {
            gives(place, old, current);
        }
    }

    private static JsonNode resolve(JsonNode document, JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.isEmpty() ? schema : document.at(reference.substring(1));
    }

    private static Set<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray() ? texts(type) : new HashSet<>(Set.of(type.asString("")));
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new HashSet<>();
        list.forEach(one -> texts.add(one.asString("")));
        return texts;
    }
}
