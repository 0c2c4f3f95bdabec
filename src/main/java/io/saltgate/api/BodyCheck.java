package io.saltgate.api;

import io.saltgate.api.schema.Shape;
import io.saltgate.platform.web.JsonEnvelope.Complaint;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks that a body has the shape of its record, and names what hasn't: an unknown member, a missing one, one of
 * another type. Binding can't fail afterwards. Jackson's own refusals stop at the first and speak of classes.
 */
final class BodyCheck {

    private static final int MAX_COMPLAINTS = 20;

    private BodyCheck() {}

    /**
     * Checks an object, and writes out the texts that stand for one.
     *
     * @throws CallRefused with 422
     */
    static void check(ObjectNode object, Class<? extends Record> type) {
        check(object, Shape.of(type), "");
    }

    /**
     * As {@link #check(ObjectNode, Class)}, of a part of a body.
     *
     * @param place where it is
     */
    static void check(JsonNode part, Class<? extends Record> type, String place) {
        if (!(part instanceof ObjectNode object)) {
            throw wrongType(place, Shape.Kind.OBJECT.words());
        }
        check(object, Shape.of(type), place);
    }

    private static void check(ObjectNode object, Shape shape, String place) {
        refuseUnknown(object, shape.names(), place);
        for (Shape.Member member : shape.members()) {
            check(object.get(member.name()), member, place.isEmpty() ? member.name() : place + "." + member.name());
        }
    }

    private static void refuseUnknown(ObjectNode object, List<String> known, String place) {
        List<Complaint> unknown = object.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .limit(MAX_COMPLAINTS)
                .map(name -> new Complaint(
                        "field.unknown",
                        "There is no field " + Typed.quote(name) + (place.isEmpty() ? "" : " in " + place)
                                + (known.isEmpty() ? "" : "; there are " + String.join(", ", known))))
                .toList();
        if (!unknown.isEmpty()) {
            throw CallRefused.unprocessable(unknown);
        }
    }

    private static void check(@Nullable JsonNode value, Shape.Member member, String path) {
        if (value == null || value.isNull() && member.kind() == Shape.Kind.TEXT) {
            if (value == null ? !member.nullable() : !member.takesNull()) {
                throw CallRefused.unprocessable("field.missing", path + " is missing");
            }
            return;
        }
        boolean fits = switch (member.kind()) {
            case TEXT, TIME -> value.isString();
            case BOOLEAN -> value.isBoolean();
            case INTEGER -> value.isIntegralNumber();
            case LIST -> value.isArray();
            case OBJECT, FREE_OBJECT, COUNTS -> value.isObject();
        };
        if (!fits) {
            throw wrongType(path, member.kind().words());
        }
        Class<? extends Record> element = member.element();
        if (value instanceof ArrayNode list) {
            if (member.isCheckedApart()) {
                return;
            }
            checkElements(list, element, path);
        } else if (value instanceof ObjectNode inner && element != null) {
            check(inner, Shape.of(element), path);
        }
    }

    private static void checkElements(ArrayNode list, @Nullable Class<? extends Record> element, String path) {
        if (element == null) {
            if (!list.valueStream().allMatch(JsonNode::isString)) {
                throw wrongType(path, "a list of texts");
            }
            return;
        }
        Shape shape = Shape.of(element);
        String textForm = shape.textForm();
        for (int i = 0; i < list.size(); i++) {
            String place = path + "[" + i + "]";
            if (list.get(i) instanceof ObjectNode object) {
                check(object, shape, place);
            } else if (textForm != null && list.get(i).isString()) {
                list.set(i, JsonNodeFactory.instance.objectNode().set(textForm, list.get(i)));
            } else {
                throw wrongType(place, "an object");
            }
        }
    }

    private static CallRefused wrongType(String path, String type) {
        return CallRefused.unprocessable("field.type.wrong", path + " must be " + type);
    }
}
