package io.saltgate.platform.db;

import io.saltgate.platform.Settings;
import io.saltgate.platform.start.CannotStart;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the schema to what this version needs, or says in a sentence why it can't. */
public final class Migrations {

    private static final System.Logger LOG = System.getLogger(Migrations.class.getName());

    private Migrations() {}

    /** @throws CannotStart if the database is out of reach, or its schema can't be brought up to date */
    public static void run() {
        DatabaseSettings settings = DatabaseSettings.from(Settings.current());
        DataSource database = SaltgateDataSource.patient();
        reach(database);
        run(database, settings.mayMigrate());
    }

    /** Against a given database, as tests do. */
    public static void run(DataSource database, boolean mayMigrate) {
        Flyway flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(database)
                .locations(locations(database))
                .table("schema_history")
                .validateMigrationNaming(true)
                // A newer node may have migrated already: migrations expand first, so this one still works.
                .ignoreMigrationPatterns("*:future")
                .load();
        try {
            int pending = flyway.info().pending().length;
            if (mayMigrate) {
                migrate(flyway, pending);
                return;
            }
            if (pending > 0) {
                throw new CannotStart("the database schema is " + pending
                        + " migration(s) behind and saltgate.db.migrate=check forbids changing it; run once with"
                        + " saltgate.db.migrate=auto and a role that may alter the schema");
            }
            flyway.validate();
        } catch (FlywayException e) {
            throw new CannotStart("the database schema can't be brought up to date: " + firstLine(e), e);
        }
    }

    /** Returns the migrations for both databases and, on PostgreSQL, those for PostgreSQL alone. */
    private static String[] locations(DataSource database) {
        try (Connection connection = database.getConnection()) {
            boolean postgres = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
            return postgres
                    ? new String[] {"classpath:db/migration", "classpath:db/postgresql"}
                    : new String[] {"classpath:db/migration"};
        } catch (SQLException e) {
            throw ConnectFailureReporter.outOfReach(e);
        }
    }

    /** {@code bin/run} shows both lines. */
    private static void migrate(Flyway flyway, int pending) {
        if (pending > 0) {
            LOG.log(System.Logger.Level.INFO, "Migrating the database: {0} to apply ...", pending);
        }
        long began = System.nanoTime();
        int applied = flyway.migrate().migrationsExecuted;
        if (applied > 0) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "Migrated the database: {0} applied in {1} s",
                    applied,
                    Duration.ofNanos(System.nanoTime() - began).toSeconds());
        }
    }

    private static void reach(DataSource database) {
        try (Connection connection = database.getConnection()) {
            if (!connection.isValid(5)) {
                throw new SQLException("the connection is not valid");
            }
        } catch (SQLException e) {
            throw ConnectFailureReporter.outOfReach(e);
        }
    }

    static String firstLine(Exception e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse(message);
    }
}
