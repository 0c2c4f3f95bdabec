package io.saltgate.gate;

import io.saltgate.changes.HintSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Listens, over a connection of its own, for what PostgreSQL sends as a change commits, and has the poll come at once.
 * It decides nothing: while there is no such connection, changes are found by the steady polls.
 */
final class HintListener implements Runnable {

    /** So long after the last notification the connection is tried: a network may have gone without a word. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private static final System.Logger LOG = System.getLogger(HintListener.class.getName());

    private final DataSource database;
    private final Runnable hint;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Connection listening;

    // Of the listening thread.
    private Duration pause = SHORTEST_PAUSE;

    /** @param hint is run after each notification, and once more when notifications may have been missed */
    HintListener(DataSource database, Runnable hint) {
        this.database = database;
        this.hint = hint;
    }

    @Override
    public void run() {
        boolean again = true;
        while (again && !isStopped()) {
            try {
                again = listen();
            } catch (SQLException | RuntimeException e) {
                again = rest(e);
            }
        }
    }

    void stop() {
        stopped.countDown();
        Connection present = listening;
        if (present != null) {
            try {
                present.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.log(System.Logger.Level.DEBUG, "the listening connection could not be ended", e);
            }
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** @return whether it is worth trying again */
    private boolean listen() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            listening = connection;
            PGConnection postgres = connection.unwrap(PGConnection.class);
            if (isPooled(postgres, statement)) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "a pooler stands before PostgreSQL and passes no notifications on: changes of other nodes are"
                                + " found by polling, five times a second");
                return false;
            }
            statement.execute("listen " + HintSettings.CHANNEL);
            while (!isStopped()) {
                hint.run(); // the first time for what was committed while nobody listened
                pause = SHORTEST_PAUSE;
                awaitNotification(postgres, statement);
            }
            return true;
        } finally {
            listening = null;
        }
    }

    /**
     * Whether the backend is another one than the connection was told: a pooler answered. With one that lends backends
     * by the transaction, LISTEN would stay behind on a backend that then serves others.
     */
    private static boolean isPooled(PGConnection connection, Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getInt(1) != connection.getBackendPID();
        }
    }

    private void awaitNotification(PGConnection connection, Statement statement) throws SQLException {
        while (!isStopped()) {
            PGNotification[] come = connection.getNotifications((int) SILENCE.toMillis());
            if (come != null && come.length > 0) {
                return;
            }
            statement.execute("select 1");
        }
    }

    private boolean rest(Exception failure) {
        if (isStopped()) {
            return false;
        }
        LOG.log(
                pause.equals(SHORTEST_PAUSE) ? System.Logger.Level.INFO : System.Logger.Level.DEBUG,
                "the gate can''t listen for changes ({0}); they are found by polling, and listening is tried again",
                failure.getMessage());
        try {
            boolean over = stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
            return !over;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
