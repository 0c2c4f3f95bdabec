package io.saltgate.audit.web;

import io.saltgate.audit.AuditEntries.Line;
import io.saltgate.audit.AuditEntries.Person;
import io.saltgate.platform.CsvCell;
import io.saltgate.platform.SharedJson;
import io.saltgate.platform.web.Messages;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes entries as the lines of a file. */
enum AuditExport {
    /** RFC 4180, for people: safe to open with a spreadsheet, and with a label for each code. */
    CSV("text/csv") {
        @Override
        String head() {
            return "number,time,code,label,who,name,email,address,subject,details\r\n";
        }

        @Override
        String line(Trail trail, Line line, Map<UUID, Person> people) {
            Person person = AuditTableRow.actor(trail, line, people);
            String label = "audit." + line.code();
            return Stream.of(
                                    Long.toString(line.seq()),
                                    line.at().toString(),
                                    line.code(),
                                    Messages.has(label) ? Messages.get(Locale.ENGLISH, label) : "",
                                    line.actorKind(),
                                    person == null ? "" : person.name(),
                                    person == null ? "" : person.email(),
                                    text(line.address()),
                                    text(line.subject()),
                                    line.parameters().isEmpty()
                                            ? ""
                                            : parameters(line).toString())
                            .map(CsvCell::quote)
                            .collect(Collectors.joining(","))
                    + "\r\n";
        }
    },

    /** One JSON object per line, for programs. */
    JSONL("application/jsonl") {
        @Override
        String head() {
            return "";
        }

        @Override
        String line(Trail trail, Line line, Map<UUID, Person> people) {
            JsonObjectBuilder who = SharedJson.createObjectBuilder().add("kind", line.actorKind());
            Person person = AuditTableRow.actor(trail, line, people);
            if (person != null) {
                who.add("id", String.valueOf(line.actor()))
                        .add("name", person.name())
                        .add("email", person.email());
            }
            JsonObjectBuilder json = SharedJson.createObjectBuilder()
                    .add("number", line.seq())
                    .add("time", line.at().toString())
                    .add("code", line.code())
                    .add("who", who);
            if (line.address() != null) {
                json.add("address", line.address());
            }
            if (line.subject() != null) {
                json.add("subject", line.subject());
            }
            return json.add("details", parameters(line)).build() + "\n";
        }
    };

    private final String type;

    AuditExport(String type) {
        this.type = type;
    }

    String contentType() {
        return type + ";charset=UTF-8";
    }

    String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    abstract String head();

    abstract String line(Trail trail, Line line, Map<UUID, Person> people);

    private static JsonObject parameters(Line line) {
        JsonObjectBuilder json = SharedJson.createObjectBuilder();
        line.parameters().forEach(json::add);
        return json.build();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
