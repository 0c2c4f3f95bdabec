package io.saltgate.platform.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** The settings that each of our PostgreSQL sessions asks for as it starts. A pooler in between may drop them. */
public final class SessionSettings {

    /** A frozen node must not hold up every revocation: it loses its locks after this long. */
    private static final Map<String, String> TIMEOUTS = ordered(
            "lock_timeout", "3s",
            "statement_timeout", "10s",
            "idle_in_transaction_session_timeout", "5s");

    /**
     * Plans use indexes and nested loops, whatever PostgreSQL estimates. A plan that suits an average account reads
     * every row of one that has a million, and no statement needs most of a table. Without {@code jit=off}, the cost
     * added to the disabled plans would get small statements compiled.
     */
    private static final Map<String, String> BY_INDEX = ordered(
            "enable_seqscan", "off",
            "enable_bitmapscan", "off",
            "enable_hashjoin", "off",
            "enable_mergejoin", "off",
            "jit", "off");

    /**
     * Decisions ask the same few questions again and again, and each is found by its index whatever is asked. Left to
     * itself, PostgreSQL plans one about several tokens anew each time, which takes longer than the answer.
     */
    private static final Map<String, String> ONE_PLAN = ordered("plan_cache_mode", "force_generic_plan");

    private static final System.Logger LOG = System.getLogger(SessionSettings.class.getName());

    private SessionSettings() {}

    /** The start-up options of connections that serve. */
    static String serving() {
        return options(TIMEOUTS) + options(BY_INDEX);
    }

    /** The start-up options of connections that decide. */
    static String deciding() {
        return options(TIMEOUTS) + options(ONE_PLAN);
    }

    /** Lifts the time-outs of a session whose role may have those of connections that serve. */
    static void takeAsLongAsItTakes(Connection connection) throws SQLException {
        if (!isPostgres(connection)) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            for (String timeout : TIMEOUTS.keySet()) {
                statement.execute("set " + timeout + " = 0");
            }
        }
    }

    /** Warns in a sentence if a session has other settings than it asked for. */
    public static void check() {
        try {
            findDifference(SaltgateDataSource.forOwnPool())
                    .ifPresent(difference -> LOG.log(
                            System.Logger.Level.WARNING,
                            "PostgreSQL runs our sessions with " + difference
                                    + ", not as they ask for, so that one large account can slow all others down;"
                                    + " does a pooler drop start-up options (docs/operator.md, PgBouncer)?"));
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "the session's settings could not be read", e);
        }
    }

    /** The settings that differ, as in {@code enable_seqscan=on}; empty if none does, or on H2. */
    static Optional<String> findDifference(DataSource serving) throws SQLException {
        try (Connection connection = serving.getConnection()) {
            if (!isPostgres(connection)) {
                return Optional.empty();
            }
            Map<String, String> different = new LinkedHashMap<>();
            for (Map<String, String> asked : List.of(TIMEOUTS, BY_INDEX)) {
                for (Map.Entry<String, String> setting : asked.entrySet()) {
                    String found = show(connection, setting.getKey());
                    if (!setting.getValue().equals(found)) {
                        different.put(setting.getKey(), found);
                    }
                }
            }
            return different.isEmpty()
                    ? Optional.empty()
                    : Optional.of(different.entrySet().stream()
                            .map(setting -> setting.getKey() + "=" + setting.getValue())
                            .collect(Collectors.joining(", ")));
        }
    }

    private static boolean isPostgres(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    }

    private static String show(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select current_setting(?)")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static String options(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> " -c " + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining());
    }

    private static Map<String, String> ordered(String... namesAndValues) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return settings;
    }
}
