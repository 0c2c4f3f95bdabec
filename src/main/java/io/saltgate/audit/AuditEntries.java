package io.saltgate.audit;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
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

    /**
     * Some entries, newest first.
     *
     * @param names of the people that the lines speak of, by id
     * @param newest whether nothing is newer
     * @param newer what the next newer page is before; null if that is the newest page
     * @param older what the next older page is before; null if there is none
     */
    public record Slice(
            List<Line> lines,
            Map<UUID, String> names,
            boolean newest,
            @Nullable Long newer,
            @Nullable Long older) {}

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final EntityManager em;
    private final Users users;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected AuditEntries() {
        this(null, null);
    }

    @Inject
    public AuditEntries(@Database EntityManager em, Users users) {
        this.em = em;
        this.users = users;
    }

    /** @param before only entries with a lower number; null for the newest */
    @RolesAllowed(Permission.SEE_AUDIT)
    public Slice getSlice(Caller caller, @Nullable Long before) {
        UUID chain = caller.requireAccount().value();
        long below = before == null ? Long.MAX_VALUE : before;
        // By both columns of the primary key: for the second alone H2 sorts the whole chain.
        List<AuditEntry> found = em.createQuery(
                        "select e from AuditEntry e where e.chainId = :chain and e.seq < :below"
                                + " order by e.chainId desc, e.seq desc",
                        AuditEntry.class)
                .setParameter("chain", chain)
                .setParameter("below", below)
                .setMaxResults(PAGE_SIZE + 1)
                .getResultList();
        List<Line> lines =
                found.stream().limit(PAGE_SIZE).map(AuditEntries::line).toList();
        AuditChain end = em.find(AuditChain.class, chain);
        long next = end == null ? 1 : end.nextSeq();
        boolean newest = below >= next;
        return new Slice(
                lines,
                users.names(ids(lines)),
                newest,
                newest || next - below <= PAGE_SIZE ? null : below + PAGE_SIZE,
                found.size() > PAGE_SIZE ? lines.getLast().seq() : null);
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
