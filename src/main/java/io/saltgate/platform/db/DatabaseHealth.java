package io.saltgate.platform.db;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Checks whether the database answers, over the server's own pool. */
@ApplicationScoped
public class DatabaseHealth {

    private static final int SECONDS = 2;

    @Resource(lookup = "java:app/jdbc/saltgate")
    @SuppressWarnings("NullAway.Init") // the container injects
    private DataSource dataSource;

    public boolean answers() {
        try (Connection connection = dataSource.getConnection()) {
            return connection.isValid(SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }
}
