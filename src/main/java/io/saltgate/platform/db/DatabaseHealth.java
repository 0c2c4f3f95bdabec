package io.saltgate.platform.db;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether the database answers, over the server's own pool. One request at a time waits for it, however many
 * are sent: the others get what was found last.
 */
@ApplicationScoped
public class DatabaseHealth {

    private static final int SECONDS = 2;

    /** How long an answer counts while a later one isn't there. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    /** @param at of {@link System#nanoTime} */
    private record Found(boolean answers, long at) {}

    private final Semaphore asking = new Semaphore(1);
    private volatile @Nullable Found last;

    @Resource(lookup = "java:app/jdbc/saltgate")
    @SuppressWarnings("NullAway.Init") // the container injects
    private DataSource dataSource;

    protected DatabaseHealth() {}

    DatabaseHealth(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    public boolean answers() {
        if (!asking.tryAcquire()) {
            Found found = last;
            return found != null && found.answers && System.nanoTime() - found.at < FRESH.toNanos();
        }
        try {
            boolean answers = ask();
            last = new Found(answers, System.nanoTime());
            return answers;
        } finally {
            asking.release();
        }
    }

    private boolean ask() {
        try (Connection connection = dataSource.getConnection()) {
            return connection.isValid(SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }
}
