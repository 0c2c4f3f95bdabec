package io.saltgate.audit.web;

import io.saltgate.audit.AuditEntries;
import io.saltgate.audit.AuditTrail;
import io.saltgate.platform.web.Messages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry in words. What has no message of its own is shown as it was written: a newer node may have announced it.
 *
 * @param person who did it; null if that is not named
 * @param who the message that says who else
 * @param changes what something was and is
 * @param details further facts
 * @param requestId of the request in which it was done; null for what the server did by itself
 */
public record AuditTableRow(
        long number,
        Instant at,
        AuditEntries.@Nullable Person person,
        String who,
        Words what,
        List<Change> changes,
        List<Detail> details,
        @Nullable String address,
        @Nullable String requestId) {

    /** A message, or text that there is none for. */
    public record Words(@Nullable String key, String text) {
        static Words of(String prefix, String text) {
            return new Words(Messages.has(prefix + text) ? prefix + text : null, text);
        }
    }

    public record Detail(@Nullable Words label, Words value) {}

    /** What {@code label} names was {@code before} and is {@code after}. */
    public record Change(Words label, Words before, Words after) {}

    private static final String OLD = "old.";
    private static final String NEW = "new.";

    static AuditTableRow of(Trail trail, AuditEntries.Line line, Map<UUID, AuditEntries.Person> people) {
        Map<String, String> names = new HashMap<>();
        people.forEach((id, person) -> names.put(id.toString(), person.name() + " (" + person.email() + ")"));
        Map<String, String> rest = new TreeMap<>(line.parameters());
        String requestId = rest.remove(AuditTrail.REQUEST);
        List<Change> changes = new ArrayList<>();
        String subject = takeNamedChange(line, rest, names, changes);
        takeChanges(rest, names, changes);
        List<Detail> details = new ArrayList<>();
        if (subject != null) {
            Words label = Words.of("audit.subject.", line.code());
            details.add(new Detail(label.key() == null ? null : label, value(subject, names)));
        }
        rest.forEach((name, value) -> details.add(new Detail(Words.of("audit.detail.", name), value(value, names))));
        return new AuditTableRow(
                line.seq(),
                line.at(),
                actor(trail, line, people),
                trail.who(line.actorKind()),
                Words.of("audit.", line.code()),
                changes,
                details,
                line.address(),
                requestId);
    }

    /**
     * Codes that change one thing have it in "from" and "to", or in "before" and the subject.
     *
     * @return the subject, unless it is a part of the change
     */
    private static @Nullable String takeNamedChange(
            AuditEntries.Line line, Map<String, String> rest, Map<String, String> names, List<Change> changes) {
        String key = "audit.change." + line.code();
        if (!Messages.has(key)) {
            return line.subject();
        }
        Words label = new Words(key, line.code());
        if (rest.containsKey("from") && rest.containsKey("to")) {
            changes.add(new Change(label, value(take(rest, "from"), names), value(take(rest, "to"), names)));
            return line.subject();
        }
        if (rest.containsKey("before") && line.subject() != null) {
            changes.add(new Change(label, value(take(rest, "before"), names), value(line.subject(), names)));
            return null;
        }
        return line.subject();
    }

    private static void takeChanges(Map<String, String> rest, Map<String, String> names, List<Change> changes) {
        for (String old : List.copyOf(rest.keySet())) {
            String name = old.startsWith(OLD) ? old.substring(OLD.length()) : "";
            if (rest.containsKey(NEW + name) && !name.isEmpty()) {
                changes.add(new Change(
                        Words.of("audit.detail.", name),
                        value(take(rest, old), names),
                        value(take(rest, NEW + name), names)));
            }
        }
    }

    private static String take(Map<String, String> rest, String name) {
        String value = rest.remove(name);
        return value == null ? "" : value;
    }

    static AuditEntries.@Nullable Person actor(
            Trail trail, AuditEntries.Line line, Map<UUID, AuditEntries.Person> people) {
        return trail.names(line.actorKind()) && line.actor() != null ? people.get(line.actor()) : null;
    }

    private static Words value(String value, Map<String, String> names) {
        String name = names.get(value);
        if (name != null) {
            return new Words(null, name);
        }
        return value.isEmpty() ? new Words(null, "–") : Words.of("audit.value.", value);
    }
}
