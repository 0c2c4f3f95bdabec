package io.saltgate.audit.web;

import io.saltgate.accounts.Caller;
import io.saltgate.audit.AuditEntries;
import io.saltgate.platform.web.Messages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry in words. What has no message of its own is shown as it was written: a newer node may have announced it.
 *
 * @param name of the person who did it; null if it was none
 * @param who the message that says who else
 */
public record AuditTableRow(
        Instant at,
        @Nullable String name,
        String who,
        Words what,
        List<Detail> details,
        @Nullable String address) {

    /** A message, or text that there is none for. */
    public record Words(@Nullable String key, String text) {
        static Words of(String prefix, String text) {
            return new Words(Messages.has(prefix + text) ? prefix + text : null, text);
        }
    }

    public record Detail(@Nullable Words label, Words value) {}

    static AuditTableRow of(AuditEntries.Line line, Map<UUID, String> names) {
        Map<String, String> namesByText = new HashMap<>();
        names.forEach((id, name) -> namesByText.put(id.toString(), name));
        List<Detail> details = new ArrayList<>();
        String subject = line.subject();
        if (subject != null) {
            Words label = Words.of("audit.subject.", line.code());
            details.add(new Detail(label.key() == null ? null : label, value(subject, namesByText)));
        }
        line.parameters()
                .forEach((name, value) ->
                        details.add(new Detail(Words.of("audit.detail.", name), value(value, namesByText))));
        return new AuditTableRow(
                line.at(),
                name(line, names),
                who(line.actorKind()),
                Words.of("audit.", line.code()),
                details,
                line.address());
    }

    /** Operators are no more than that to an account. */
    private static @Nullable String name(AuditEntries.Line line, Map<UUID, String> names) {
        boolean person = line.actorKind().equals(Caller.Kind.USER.name())
                || line.actorKind().equals(Caller.Kind.MEMBER.name());
        return person && line.actor() != null ? names.get(line.actor()) : null;
    }

    private static String who(String actorKind) {
        String key = "audit.who." + actorKind;
        return Messages.has(key) ? key : "audit.who.gone";
    }

    private static Words value(String value, Map<String, String> names) {
        String name = names.get(value);
        return name == null ? Words.of("audit.value.", value) : new Words(null, name);
    }
}
