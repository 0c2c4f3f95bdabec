package io.saltgate.changes;

import io.saltgate.platform.db.Uuid7;
import io.saltgate.platform.start.Startup;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;
import javax.sql.DataSource;

/** Gives the clock of a new database its epoch: by it a node knows that ticks it has seen are of this history. */
@ApplicationScoped
public class ChangeClockStartup {

    private static final UUID NONE_YET = new UUID(0, 0);

    @Resource(lookup = "java:app/jdbc/saltgate")
    @SuppressWarnings("NullAway.Init") // the container injects
    private DataSource dataSource;

    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected ChangeClockStartup() {
        this(null);
    }

    @Inject
    public ChangeClockStartup(Clock clock) {
        this.clock = clock;
    }

    /** Of several nodes that start at once, one sets it. */
    void setEpoch(@Observes Startup.Started started) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("update change_clock set epoch = ? where id = 1 and epoch = ?")) {
            update.setObject(1, Uuid7.next(clock));
            update.setObject(2, NONE_YET);
            update.executeUpdate();
        }
    }
}
