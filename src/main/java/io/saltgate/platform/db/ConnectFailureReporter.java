package io.saltgate.platform.db;

import io.saltgate.platform.start.CannotStart;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reports why the server's first connection fails. It is made for the persistence unit, before Saltgate's own
 * start-up: the deployment ends there, and only the data source can say why in our words.
 */
final class ConnectFailureReporter {

    private static final System.Logger LOG = System.getLogger(ConnectFailureReporter.class.getName());
    private static final AtomicBoolean OVER = new AtomicBoolean();

    private ConnectFailureReporter() {}

    static void made() {
        OVER.set(true);
    }

    static void failed(SQLException failure) {
        if (OVER.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Saltgate cannot start: " + outOfReach(failure).getMessage());
        }
    }

    static CannotStart outOfReach(SQLException failure) {
        return new CannotStart(
                "the database is out of reach (" + Migrations.firstLine(failure)
                        + "); check saltgate.db.url, .user and .password",
                failure);
    }
}
