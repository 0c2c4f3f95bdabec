package io.saltgate.platform.db;

import io.saltgate.platform.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** Where the configured database is, for other programs and for copies of its files. */
public sealed interface DatabaseAddress {

    /**
     * An embedded database.
     *
     * @param file the one file that holds all of it
     */
    record Embedded(Path file) implements DatabaseAddress {}

    /** @param environment of PostgreSQL's own programs (libpq), the password included: never print it */
    record Postgres(Map<String, String> environment) implements DatabaseAddress {
        @Override
        public String toString() {
            return "PostgreSQL at " + environment.get("PGHOST");
        }
    }

    /** @throws Settings.InvalidSetting if it is neither, or an embedded one without a file */
    static DatabaseAddress from(Settings settings) {
        DatabaseSettings database = DatabaseSettings.from(settings);
        if (database.isPostgres()) {
            return postgres(database);
        }
        String prefix = "jdbc:h2:file:";
        if (!database.url().startsWith(prefix)) {
            throw new Settings.InvalidSetting("saltgate.db.url", "names no database that can be copied");
        }
        String name = database.url().substring(prefix.length()).split(";", 2)[0];
        return new Embedded(Path.of(name + ".mv.db").toAbsolutePath().normalize());
    }

    private static Postgres postgres(DatabaseSettings database) {
        PGSimpleDataSource parsed = new PGSimpleDataSource();
        parsed.setUrl(database.url());
        Map<String, String> environment = new HashMap<>();
        environment.put("PGHOST", String.join(",", parsed.getServerNames()));
        int port = parsed.getPortNumbers()[0];
        environment.put("PGPORT", Integer.toString(port == 0 ? 5432 : port));
        environment.put("PGDATABASE", String.valueOf(parsed.getDatabaseName()));
        String user = database.user().isEmpty() ? parsed.getUser() : database.user();
        String password = database.user().isEmpty() ? parsed.getPassword() : database.password();
        put(environment, "PGUSER", user);
        put(environment, "PGPASSWORD", password);
        put(environment, "PGSSLMODE", parsed.getSslMode());
        put(environment, "PGSSLROOTCERT", parsed.getSslRootCert());
        environment.put("PGAPPNAME", "saltgate");
        return new Postgres(environment);
    }

    private static void put(
            Map<String, String> environment, String name, @org.jspecify.annotations.Nullable String value) {
        if (value != null && !value.isEmpty()) {
            environment.put(name, value);
        }
    }
}
