package io.saltgate.audit;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.LocalBean;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happened in an account, for those who may see it. */
@Stateless
@LocalBean
@ForOwnAccount
public class AuditEntries implements AuditSource {

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

    private final AuditReader reader;
    private final AuditPeople people;
    private final Announcements announcements;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected AuditEntries() {
        this(null, null, null);
    }

    @Inject
    public AuditEntries(@Database EntityManager em, AuditLog log, Announcements announcements) {
        this.reader = new AuditReader(em, log);
        this.people = new AuditPeople(em);
        this.announcements = announcements;
    }

    @Override
    @RolesAllowed(Permission.SEE_AUDIT)
    public Slice getSlice(Caller caller, AuditFilter filter, @Nullable Long before, @Nullable Long after) {
        return reader.page(chain(caller), filter, before, after);
    }

    @Override
    @RolesAllowed(Permission.SEE_AUDIT)
    public Slice get(Caller caller, long seq) {
        return reader.entry(chain(caller), seq);
    }

    @Override
    @RolesAllowed(Permission.SEE_AUDIT)
    public long beginExport(Caller caller, String format, boolean narrowed) {
        long next = reader.next(chain(caller));
        announcements.announce(AccountEvent.of("audit.exported", caller, null)
                .with("format", format)
                .with("filtered", narrowed));
        return next;
    }

    @Override
    @RolesAllowed(Permission.SEE_AUDIT)
    public Slice export(Caller caller, AuditFilter filter, long after, long below) {
        return reader.piece(chain(caller), filter, after, below);
    }

    @Override
    @RolesAllowed(Permission.SEE_AUDIT)
    public Map<UUID, Person> offerActors(Caller caller) {
        return people.offerMembers(chain(caller));
    }

    @Override
    @RolesAllowed(Permission.SEE_AUDIT)
    public Optional<UUID> findActor(Caller caller, String email) {
        return people.find(email, chain(caller));
    }

    private static UUID chain(Caller caller) {
        return caller.requireAccount().value();
    }
}
