package io.saltgate.audit;

import io.saltgate.accounts.Caller;
import io.saltgate.audit.AuditEntries.Person;
import io.saltgate.audit.AuditEntries.Slice;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads one trail for those who may see it: an account's, or the system's. */
public interface AuditSource {

    /**
     * A page of the audit trail. Pages are stable: new entries don't move older ones from one page to another.
     *
     * @param before only entries with a lower number; null for the newest
     * @param after the entries that follow this number, unless {@code before} is given; null for the newest
     */
    Slice getSlice(Caller caller, AuditFilter filter, @Nullable Long before, @Nullable Long after);

    /** @throws io.saltgate.accounts.NotFound if the audit trail has no such entry */
    Slice get(Caller caller, long seq);

    /**
     * Begins an export, which is recorded itself.
     *
     * @param format of the file
     * @param narrowed whether a filter leaves entries out
     * @return the number that the export ends before
     */
    long beginExport(Caller caller, String format, boolean narrowed);

    /**
     * A piece of an export, oldest first. Each is a transaction of its own, however slowly the file is read.
     *
     * @param after the number of the last entry that was looked at; 0 at first
     * @param below from {@link #beginExport}
     * @return without {@code newer} if this is the last piece
     */
    Slice export(Caller caller, AuditFilter filter, long after, long below);

    /** People whom a filter offers, by name: a bounded number of those who most likely act here. */
    Map<UUID, Person> offerActors(Caller caller);

    /**
     * Finds whom an email address means, for a filter.
     *
     * @param email in the form of {@link io.saltgate.users.EmailAddress}
     */
    Optional<UUID> findActor(Caller caller, String email);
}
