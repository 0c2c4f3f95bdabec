package io.saltgate.changes;

import io.saltgate.platform.Settings;
import io.saltgate.platform.db.SaltgateDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Finds out that a database was restored from a backup: each node keeps the highest change that it has seen, and of
 * which history of changes, in a file beside the database's ({@link SeenChangeFile}). A database that is behind it would
 * allow tokens that were revoked since. It counts as restored until an operator accepts it, which begins a new history,
 * and not only until as many changes were made in it.
 *
 * <p>A node without that file can't know. So can't one whose file was restored with the database.
 */
@ApplicationScoped
public class DatabaseHistory {

    /**
     * A change, by the history that it belongs to and its number there.
     *
     * @param epoch the id of the history
     */
    public record Change(UUID epoch, long number) {}

    private static final UUID NONE_YET = new UUID(0, 0);

    /** Between two questions whether an operator has accepted the database. */
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final DataSource database;
    private final SeenChangeFile file;
    private volatile @Nullable Change seen;
    private volatile @Nullable Change restored;

    /** Whether the database was found behind: however far it then goes on, dead tokens may be alive in it. */
    private volatile boolean behind;

    private long askedAt = System.nanoTime() - PAUSE;

    public DatabaseHistory() {
        this(SaltgateDataSource.forOwnPool(), Settings.current().dataDir());
    }

    DatabaseHistory(DataSource database, Path folder) {
        this.database = database;
        this.file = new SeenChangeFile(folder);
        SeenChangeFile.Entry entry = file.read();
        this.seen = entry == null ? null : entry.change();
        this.behind = entry != null && entry.behind();
    }

    /**
     * Judges what the gate has read.
     *
     * @return why it is not to be trusted, in a sentence; empty if it is
     */
    public synchronized Optional<String> judge(UUID epoch, long number) {
        Change last = seen;
        if (epoch.equals(NONE_YET)) {
            return Optional.empty();
        }
        if (last == null || goesOn(last, epoch, number)) {
            seen = new Change(epoch, number);
            restored = null;
            behind = false;
            return Optional.empty();
        }
        Change found = restored;
        if (found == null || !found.epoch().equals(epoch)) {
            found = new Change(epoch, number); // and no later one: the log would get a line for each change
            restored = found;
        }
        behind = true;
        return Optional.of("the database was restored from a backup or is another one: it was at change "
                + found.number()
                + (epoch.equals(last.epoch()) ? "" : " of another history") + ", and this node has seen change "
                + last.number() + ". Tokens that were revoked since would work again. Accept it on Operator > Health"
                + " or with bin/restore --accept");
    }

    private boolean goesOn(Change last, UUID epoch, long number) {
        return last.epoch().equals(epoch) ? !behind && number >= last.number() : isAccepted(epoch, last.epoch());
    }

    /** Where the restored database was when this node found out; empty if it knows of none. */
    public Optional<Change> restored() {
        return Optional.ofNullable(restored);
    }

    /** The highest change that this node has seen; empty before the first. */
    public Optional<Change> seen() {
        return Optional.ofNullable(seen);
    }

    /** Writes down what was seen, if that is news. */
    void keep() {
        Change last = seen;
        if (last != null) {
            file.write(new SeenChangeFile.Entry(last, behind));
        }
    }

    private boolean isAccepted(UUID epoch, UUID before) {
        if (restored != null && System.nanoTime() - askedAt < PAUSE) {
            return false;
        }
        askedAt = System.nanoTime();
        try (Connection connection = database.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("select 1 from change_epoch where epoch = ? and follows = ?")) {
            query.setObject(1, epoch);
            query.setObject(2, before);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        } catch (SQLException e) {
            return false; // asked again with the next poll
        }
    }
}
