package io.saltgate.audit;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.SharedJson;
import io.saltgate.platform.db.Database;
import io.saltgate.users.Users;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.persistence.EntityManager;
import java.io.StringReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What happened in an account, for those who may see it. */
@Stateless
@ForOwnAccount
public class AuditEntries {

    static final int PAGE_SIZE = 50;

    /** Entries of an export that are in memory at a time. */
    static final int EXPORT_SIZE = 500;

    /**
     * One entry as it was announced.
     *
     * @param actorKind a {@link Caller.Kind}
     * @param parameters by name
     */
    public record Line(
            long seq,
            Instant at,
            String code,
            String actorKind,
            @Nullable UUID actor,
            @Nullable String address,
            @Nullable String subject,
            Map<String, String> parameters) {}

    /** Someone whom entries name. Names can be chosen freely, so the email address always stands beside them. */
    public record Person(String name, String email) {}

    /**
     * Some entries, newest first.
     *
     * @param people whom the lines name, by id
     * @param newest whether nothing is newer
     * @param newer what the next newer page is after; null if there is none
     * @param older what the next older page is before; null if there is none
     */
    public record Slice(
            List<Line> lines,
            Map<UUID, Person> people,
            boolean newest,
            @Nullable Long newer,
            @Nullable Long older) {}

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final EntityManager em;
    private final AuditLog log;
    private final Users users;
    private final Announcements announcements;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected AuditEntries() {
        this(null, null, null, null);
    }

    @Inject
    public AuditEntries(@Database EntityManager em, AuditLog log, Users users, Announcements announcements) {
        this.em = em;
        this.log = log;
        this.users = users;
        this.announcements = announcements;
    }

    /**
     * A page of the trail. Pages are stable: new entries don't move older ones from one page to another.
     *
     * @param before only entries with a lower number; null for the newest
     * @param after the entries that follow this number, unless {@code before} is given; null for the newest
     */
    @RolesAllowed(Permission.SEE_AUDIT)
    public Slice getSlice(Caller caller, AuditFilter filter, @Nullable Long before, @Nullable Long after) {
        UUID account = caller.requireAccount().value();
        long next = log.next(account);
        if (before == null && after != null && after < next) {
            AuditLog.Found found = log.findNewer(account, filter, after, next, PAGE_SIZE);
            if (found.rest() != null) {
                List<Line> lines = found.entries().reversed().stream()
                        .map(AuditEntries::line)
                        .toList();
                return new Slice(lines, people(lines), false, found.rest(), after + 1);
            }
        }
        long below = before == null ? next : Math.min(before, next);
        AuditLog.Found found = log.findOlder(account, filter, below, PAGE_SIZE);
        List<Line> lines = found.entries().stream().map(AuditEntries::line).toList();
        return new Slice(lines, people(lines), below == next, below == next ? null : below - 1, found.rest());
    }

    /** @throws NotFound if the account's trail has no such entry */
    @RolesAllowed(Permission.SEE_AUDIT)
    public Slice get(Caller caller, long seq) {
        AuditEntry entry = em.find(
                AuditEntry.class, new AuditEntryId(caller.requireAccount().value(), seq));
        if (entry == null) {
            throw new NotFound();
        }
        List<Line> lines = List.of(line(entry));
        return new Slice(lines, people(lines), false, null, null);
    }

    /**
     * Begins an export, which is recorded itself.
     *
     * @param format of the file
     * @param narrowed whether a filter leaves entries out
     * @return the number that the export ends before
     */
    @RolesAllowed(Permission.SEE_AUDIT)
    public long beginExport(Caller caller, String format, boolean narrowed) {
        long next = log.next(caller.requireAccount().value());
        announcements.announce(AccountEvent.of("audit.exported", caller, null)
                .with("format", format)
                .with("filtered", narrowed));
        return next;
    }

    /**
     * A piece of an export, oldest first. Each is a transaction of its own, however slowly the file is read.
     *
     * @param after the number of the last entry that was looked at; 0 at first
     * @param below from {@link #beginExport}
     * @return without {@code newer} if this is the last piece
     */
    @RolesAllowed(Permission.SEE_AUDIT)
    public Slice export(Caller caller, AuditFilter filter, long after, long below) {
        AuditLog.Found found = log.findNewer(caller.requireAccount().value(), filter, after, below, EXPORT_SIZE);
        List<Line> lines = found.entries().stream().map(AuditEntries::line).toList();
        return new Slice(lines, people(lines), false, found.rest(), null);
    }

    private Map<UUID, Person> people(List<Line> lines) {
        Map<UUID, Person> people = new HashMap<>();
        users.findAll(ids(lines)).forEach((id, user) -> people.put(id, new Person(user.name(), user.email())));
        return people;
    }

    private static Line line(AuditEntry entry) {
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
