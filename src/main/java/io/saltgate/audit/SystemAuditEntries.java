package io.saltgate.audit;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.audit.AuditEntries.Line;
import io.saltgate.audit.AuditEntries.Person;
import io.saltgate.audit.AuditEntries.Slice;
import io.saltgate.platform.db.Database;
import io.saltgate.users.Users;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.LocalBean;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to no account, or is of interest beyond one: sign-ins, operators, keys, accounts created. For operators.
 */
@Stateless
@LocalBean
@ForOwnAccount
public class SystemAuditEntries implements AuditSource {

    private final EntityManager em;
    private final AuditReader reader;
    private final Users users;
    private final Announcements announcements;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected SystemAuditEntries() {
        this(null, null, null, null);
    }

    @Inject
    public SystemAuditEntries(@Database EntityManager em, AuditLog log, Users users, Announcements announcements) {
        this.em = em;
        this.reader = new AuditReader(em, log, users);
        this.users = users;
        this.announcements = announcements;
    }

    @Override
    @RolesAllowed(Permission.OPERATE)
    public Slice getSlice(Caller caller, AuditFilter filter, @Nullable Long before, @Nullable Long after) {
        return withKeys(reader.page(AuditChain.SYSTEM, filter, before, after));
    }

    @Override
    @RolesAllowed(Permission.OPERATE)
    public Slice get(Caller caller, long seq) {
        return withKeys(reader.entry(AuditChain.SYSTEM, seq));
    }

    @Override
    @RolesAllowed(Permission.OPERATE)
    public long beginExport(Caller caller, String format, boolean narrowed) {
        long next = reader.next(AuditChain.SYSTEM);
        announcements.announce(new AccountEvent("audit.exported", caller, null, null, Map.of())
                .with("format", format)
                .with("filtered", narrowed));
        return next;
    }

    @Override
    @RolesAllowed(Permission.OPERATE)
    public Slice export(Caller caller, AuditFilter filter, long after, long below) {
        return withKeys(reader.piece(AuditChain.SYSTEM, filter, after, below));
    }

    /** Who most often acts here, to filter by: the operators, by address. */
    @RolesAllowed(Permission.OPERATE)
    public Map<UUID, Person> listOperators(Caller caller) {
        Map<UUID, Person> people = new LinkedHashMap<>();
        users.listOperators().forEach(user -> people.put(user.id(), new Person(user.name(), user.email())));
        return people;
    }

    /** Operator keys act like people here: an entry names the key by its name and its last characters. */
    private Slice withKeys(Slice slice) {
        List<UUID> ids = slice.lines().stream()
                .filter(line -> line.actorKind().equals(Caller.Kind.OPERATOR_KEY.name()))
                .map(Line::actor)
                .flatMap(Stream::ofNullable)
                .distinct()
                .toList();
        if (ids.isEmpty()) {
            return slice;
        }
        Map<UUID, Person> people = new HashMap<>(slice.people());
        people.putAll(keys(ids));
        return new Slice(slice.lines(), people, slice.newest(), slice.newer(), slice.older());
    }

    private Map<UUID, Person> keys(List<UUID> ids) {
        Query query = em.createNativeQuery("select id, name, hint from operator_key where id in ("
                + IntStream.rangeClosed(1, ids.size()).mapToObj(i -> "?" + i).collect(Collectors.joining(", "))
                + ")");
        for (int i = 0; i < ids.size(); i++) {
            query.setParameter(i + 1, ids.get(i));
        }
        Map<UUID, Person> keys = new HashMap<>();
        for (Object row : query.getResultList()) {
            Object[] columns = (Object[]) row;
            keys.put((UUID) columns[0], new Person((String) columns[1], "sgo_…" + columns[2]));
        }
        return keys;
    }
}
