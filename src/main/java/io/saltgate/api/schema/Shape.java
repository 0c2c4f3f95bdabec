package io.saltgate.api.schema;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Lists the members of a record that a body or an answer is bound to, as bodies are checked and the document says. */
public final class Shape {

    /** What kind of JSON a member is. */
    public enum Kind {
        TEXT("a text"),
        TIME("a time"),
        BOOLEAN("true or false"),
        INTEGER("a whole number"),
        LIST("a list"),
        /** Of another record. */
        OBJECT("an object"),
        /** With members of the caller's. */
        FREE_OBJECT("an object"),
        /** With a number by name. */
        COUNTS("an object");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** As a refusal says it. */
        public String words() {
            return words;
        }
    }

    /**
     * A member.
     *
     * @param element the record that it is, or that the elements of a list are; null if they are texts
     * @param nullable whether it may be null, and in a body be left out
     */
    public record Member(
            String name, Kind kind, @Nullable Class<? extends Record> element, boolean nullable, Field field) {

        /** Whether an answer always has it. */
        public boolean isAlwaysThere() {
            return !field.sometimes();
        }

        /** Whether it is a list whose elements the call checks, each by itself. */
        public boolean isCheckedApart() {
            return field.elements() != Nothing.class;
        }

        /** Whether null may stand in its place in a body: only for a text that may be left out too. */
        public boolean takesNull() {
            return kind == Kind.TEXT && nullable && !field.neverNull();
        }
    }

    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return new Shape(type.asSubclass(Record.class));
        }
    };

    private final Class<? extends Record> type;
    private final List<Member> members;
    private final List<String> names;

    private Shape(Class<? extends Record> type) {
        this.type = type;
        this.members =
                Arrays.stream(type.getRecordComponents()).map(Shape::member).toList();
        this.names = members.stream().map(Member::name).toList();
    }

    public static Shape of(Class<? extends Record> type) {
        return SHAPES.get(type);
    }

    public List<Member> members() {
        return members;
    }

    public List<String> names() {
        return names;
    }

    /** The member that a text in place of the object is; null if none may be. */
    public @Nullable String textForm() {
        TextForm form = type.getAnnotation(TextForm.class);
        return form == null ? null : form.value();
    }

    private static Member member(RecordComponent component) {
        Field field = component.getAnnotation(Field.class);
        if (field == null) {
            throw new IllegalStateException(component + " has no description");
        }
        AnnotatedType annotated = component.getAnnotatedType();
        boolean nullable = annotated.isAnnotationPresent(Nullable.class);
        Class<?> type = component.getType();
        Kind kind = kind(type);
        Class<? extends Record> element =
                field.elements() == Nothing.class ? element(kind, type, annotated) : field.elements();
        return new Member(component.getName(), kind, element, nullable, field);
    }

    private static @Nullable Class<? extends Record> element(Kind kind, Class<?> type, AnnotatedType annotated) {
        if (kind == Kind.OBJECT) {
            return type.asSubclass(Record.class);
        }
        if (kind == Kind.LIST) {
            AnnotatedType inner = ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments()[0];
            Class<?> of = (Class<?>) inner.getType();
            return of == String.class ? null : of.asSubclass(Record.class);
        }
        return null;
    }

    private static Kind kind(Class<?> type) {
        if (type == String.class || type == UUID.class) {
            return Kind.TEXT;
        }
        if (type == Instant.class) {
            return Kind.TIME;
        }
        if (type == boolean.class || type == Boolean.class) {
            return Kind.BOOLEAN;
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return Kind.INTEGER;
        }
        if (List.class.isAssignableFrom(type)) {
            return Kind.LIST;
        }
        if (type == Map.class) {
            return Kind.COUNTS;
        }
        if (type.isRecord()) {
            return Kind.OBJECT;
        }
        if (JsonNode.class.isAssignableFrom(type)) {
            return Kind.FREE_OBJECT;
        }
        throw new IllegalStateException(type + " is no type of bodies and answers");
    }
}
