package io.saltgate.operator;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.operations.KeyRingStatus;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What this installation stands on, for operators: its database, schema and key ring. Nothing of it is a secret. */
@Stateless
@ForOwnAccount
public class Installation {

    /** Migrations that are listed. */
    private static final int MAX_MIGRATIONS = 5;

    /** A change of the schema. */
    public record Migration(String version, String description, Instant at) {}

    /**
     * The installation now.
     *
     * @param database product and version
     * @param migrations the latest that are applied, newest first
     * @param changes how many changes the feed has numbered
     * @param lastChange the time of the last of them; null if it is no longer kept
     */
    public record View(
            String database,
            List<Migration> migrations,
            KeyRingStatus.View keyRing,
            long changes,
            @Nullable Instant lastChange) {}

    private final EntityManager em;
    private final KeyRingStatus keyRing;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected Installation() {
        this(null, null);
    }

    @Inject
    public Installation(@Database EntityManager em, KeyRingStatus keyRing) {
        this.em = em;
        this.keyRing = keyRing;
    }

    @RolesAllowed(Permission.OPERATE)
    public View get(Caller caller) {
        long changes = Columns.number(em.createNativeQuery("select tick from change_clock where id = 1")
                .getSingleResult());
        return new View(
                database(),
                migrations(),
                keyRing.get(),
                changes,
                changedAt(changes).orElse(null));
    }

    private String database() {
        try {
            DatabaseMetaData database = em.unwrap(Connection.class).getMetaData();
            return database.getDatabaseProductName() + " " + database.getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not say what it is", e);
        }
    }

    private List<Migration> migrations() {
        List<?> rows = em.createNativeQuery("""
                select "version", "description", "installed_on" from "schema_history"
                where "success" = true and "version" is not null
                order by "installed_rank" desc
                """).setMaxResults(MAX_MIGRATIONS).getResultList();
        return rows.stream()
                .map(row -> (Object[]) row)
                .map(row -> new Migration((String) row[0], (String) row[1], Columns.instant(row[2])))
                .toList();
    }

    private Optional<Instant> changedAt(long change) {
        List<?> rows = em.createNativeQuery("select changed_at from change_feed where tick = ?1")
                .setParameter(1, change)
                .getResultList();
        return rows.stream().map(Columns::instant).findFirst();
    }
}
