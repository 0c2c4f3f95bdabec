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
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.LocalBean;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to no account, or is of interest beyond one: sign-ins, operators, keys, accounts created. For operators.
 */
@Stateless
@LocalBean
@ForOwnAccount
public class SystemAuditEntries implements AuditSource {

    private final AuditReader reader;
    private final AuditPeople people;
    private final Announcements announcements;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected SystemAuditEntries() {
        this(null, null, null);
    }

    @Inject
    public SystemAuditEntries(@Database EntityManager em, AuditLog log, Announcements announcements) {
        this.reader = new AuditReader(em, log);
        this.people = new AuditPeople(em);
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

    @Override
    @RolesAllowed(Permission.OPERATE)
    public Map<UUID, Person> offerActors(Caller caller) {
        return people.offerOperators();
    }

    @Override
    @RolesAllowed(Permission.OPERATE)
    public Optional<UUID> findActor(Caller caller, String email) {
        return people.find(email, AuditChain.SYSTEM);
    }

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
        Map<UUID, Person> named = new HashMap<>(slice.people());
        named.putAll(people.findKeys(ids));
        return new Slice(slice.lines(), named, slice.newest(), slice.newer(), slice.older());
    }
}
