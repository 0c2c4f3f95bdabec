package io.saltgate.operations;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.Dependent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** The part of {@code bin/backup} that a node on the embedded database does, which no other process can open. */
@Dependent
public class BackupCommand implements NodeCommand {

    @Resource(lookup = "java:app/jdbc/saltgate")
    @SuppressWarnings("NullAway.Init") // the container injects
    private DataSource dataSource;

    @Override
    public String name() {
        return "backup";
    }

    @Override
    public String run(List<String> words) {
        if (words.size() != 1) {
            throw new Refusal("a backup needs a file");
        }
        try (Connection connection = dataSource.getConnection()) {
            if (!connection.getMetaData().getDatabaseProductName().equals("H2")) {
                throw new Refusal("the node is on PostgreSQL, and not on the embedded database");
            }
            write(connection, words.getFirst());
            return "";
        } catch (SQLException e) {
            throw new Refusal("the database can't be backed up: " + e.getMessage());
        }
    }

    /** Consistent while the database is in use: its pages as of one moment. */
    static void write(Connection connection, String file) throws SQLException {
        try (PreparedStatement backup = connection.prepareStatement("backup to ?")) {
            backup.setString(1, file);
            backup.execute();
        }
    }
}
