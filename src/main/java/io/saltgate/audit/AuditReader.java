package io.saltgate.audit;

import io.saltgate.accounts.NotFound;
import io.saltgate.audit.AuditEntries.Line;
import io.saltgate.audit.AuditEntries.Person;
import io.saltgate.audit.AuditEntries.Slice;
import io.saltgate.platform.SharedJson;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.persistence.EntityManager;
import java.io.StringReader;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads pages and pieces of one chain, with the people that its entries name. Asks for no right. */
final class AuditReader {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final EntityManager em;
    private final AuditLog log;
    private final AuditPeople people;

    AuditReader(EntityManager em, AuditLog log) {
        this.em = em;
        this.log = log;
        this.people = new AuditPeople(em);
    }

    /** The number of the chain's next entry. */
    long next(UUID chain) {
        return log.next(chain);
    }

    /** Reads a page as {@link AuditSource#getSlice} does. */
    Slice page(UUID chain, AuditFilter filter, @Nullable Long before, @Nullable Long after) {
        long next = log.next(chain);
        if (before == null && after != null && after < next) {
            AuditLog.Found found = log.findNewer(chain, filter, after, next, AuditEntries.PAGE_SIZE);
            if (found.rest() != null) {
                List<Line> lines = found.entries().reversed().stream()
                        .map(AuditReader::line)
                        .toList();
                return new Slice(lines, people(lines), false, found.rest(), after + 1);
            }
        }
        long below = before == null ? next : Math.min(before, next);
        AuditLog.Found found = log.findOlder(chain, filter, below, AuditEntries.PAGE_SIZE);
        List<Line> lines = found.entries().stream().map(AuditReader::line).toList();
        return new Slice(lines, people(lines), below == next, below == next ? null : below - 1, found.rest());
    }

    /** @throws NotFound if the chain has no such entry */
    Slice entry(UUID chain, long seq) {
        AuditEntry entry = em.find(AuditEntry.class, new AuditEntryId(chain, seq));
        if (entry == null) {
            throw new NotFound();
        }
        List<Line> lines = List.of(line(entry));
        return new Slice(lines, people(lines), false, null, null);
    }

    /** Reads a piece as {@link AuditSource#export} does. */
    Slice piece(UUID chain, AuditFilter filter, long after, long below) {
        AuditLog.Found found = log.findNewer(chain, filter, after, below, AuditEntries.EXPORT_SIZE);
        List<Line> lines = found.entries().stream().map(AuditReader::line).toList();
        return new Slice(lines, people(lines), false, found.rest(), null);
    }

    private Map<UUID, Person> people(List<Line> lines) {
        return people.findAll(ids(lines));
    }

    static Line line(AuditEntry entry) {
        return new Line(
                entry.seq(),
                entry.happenedAt(),
                entry.code(),
                entry.actorKind(),
                entry.actorId(),
                entry.actorAddress(),
                entry.subject(),
                parameters(entry.parameters()));
    }

    /** What is no object of texts was not written by us, and is shown as it is: the verifier has more to say on it. */
    private static Map<String, String> parameters(String json) {
        Map<String, String> parameters = new TreeMap<>();
        try (JsonReader reader = SharedJson.createReader(new StringReader(json))) {
            reader.readObject()
                    .forEach((name, value) -> parameters.put(
                            name, value instanceof JsonString text ? text.getString() : value.toString()));
            return parameters;
        } catch (JsonException e) {
            return Map.of("", json);
        }
    }

    /** Of actors, and of whatever else may be a person. */
    private static Set<UUID> ids(List<Line> lines) {
        Set<UUID> ids = new HashSet<>();
        for (Line line : lines) {
            if (line.actor() != null) {
                ids.add(line.actor());
            }
            add(line.subject(), ids);
            line.parameters().values().forEach(value -> add(value, ids));
        }
        return ids;
    }

    private static void add(@Nullable String text, Set<UUID> ids) {
        if (text != null && ID.matcher(text).matches()) {
            ids.add(UUID.fromString(text));
        }
    }
}
