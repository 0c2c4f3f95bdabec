package io.saltgate.platform.db;

import io.saltgate.platform.Settings;

/**
 * The database to use, from {@code saltgate.db.*}; by default a file of the embedded one under the data directory.
 */
record DatabaseSettings(String url, String user, String password, boolean mayMigrate) {

    static DatabaseSettings from(Settings settings) {
        String migrate = settings.get("saltgate.db.migrate", "auto");
        if (!migrate.equals("auto") && !migrate.equals("check")) {
            throw new Settings.InvalidSetting("saltgate.db.migrate", "is neither auto nor check");
        }
        return new DatabaseSettings(
                settings.find("saltgate.db.url")
                        .orElseGet(() -> "jdbc:h2:file:" + settings.dataDir().resolve("saltgate")),
                settings.get("saltgate.db.user", ""),
                settings.get("saltgate.db.password", ""),
                migrate.equals("auto"));
    }

    boolean isPostgres() {
        return url.startsWith("jdbc:postgresql:");
    }

    boolean isH2() {
        return url.startsWith("jdbc:h2:");
    }

    @Override
    public String toString() {
        return "database of " + user; // never the URL: it may carry a password
    }
}
