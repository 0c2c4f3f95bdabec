package io.saltgate.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * A data source of PostgreSQL that counts how many rows and index entries each statement reads, those that its foreign
 * keys make PostgreSQL read included. What was read shows the plan that was taken, whatever {@code explain} would say.
 */
public final class RowCounter {

    private static final String READ = """
            select coalesce(sum(pg_stat_get_xact_tuples_returned(c.oid)), 0) from pg_class c
            join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'i')
            """;

    private final DataSource database;
    private final Map<String, Long> most = new TreeMap<>();
    private volatile String planCacheMode = "force_generic_plan";

    public RowCounter(DataSource database) {
        this.database = database;
    }

    public DataSource dataSource() {
        return proxy(
                DataSource.class,
                database,
                (method, args, result) -> result instanceof Connection connection ? counting(connection) : result);
    }

    /** How statements are planned from now on. */
    public void plan(String mode) {
        planCacheMode = mode;
    }

    /** Forgets what was read until now. */
    public synchronized void reset() {
        most.clear();
    }

    /** The most that any of its executions read, by statement; only of those that read more than a bound. */
    public synchronized Map<String, Long> above(long bound) {
        Map<String, Long> found = new TreeMap<>(most);
        found.values().removeIf(rows -> rows <= bound);
        return found;
    }

    private synchronized void note(String sql, long rows) {
        most.merge(sql.strip().replaceAll("\\s+", " ").replaceAll("(\\?[0-9]*, ?)+\\?", "?, ?"), rows, Math::max);
    }

    private Connection counting(Connection connection) {
        String[] plan = {""};
        return proxy(Connection.class, connection, (method, args, result) -> {
            if (result instanceof PreparedStatement statement) {
                return counting(PreparedStatement.class, statement, connection, (String) args[0], plan);
            }
            return result instanceof Statement statement
                    ? counting(Statement.class, statement, connection, null, plan)
                    : result;
        });
    }

    private <T> T counting(Class<T> type, T statement, Connection connection, String prepared, String[] plan) {
        return type.cast(Proxy.newProxyInstance(
                RowCounter.class.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
                    if (!method.getName().startsWith("execute")) {
                        return call(method, statement, args);
                    }
                    boolean alone = connection.getAutoCommit();
                    if (alone) {
                        connection.setAutoCommit(false);
                    }
                    try {
                        if (!plan[0].equals(planCacheMode)) {
                            plan[0] = planCacheMode;
                            set(connection, planCacheMode);
                        }
                        long before = read(connection);
                        Object result = call(method, statement, args);
                        note(prepared == null ? (String) args[0] : prepared, read(connection) - before);
                        return result;
                    } finally {
                        if (alone) {
                            connection.setAutoCommit(true); // which commits
                        }
                    }
                }));
    }

    private static void set(Connection connection, String mode) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set plan_cache_mode = " + mode);
        }
    }

    private static long read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(READ)) {
            row.next();
            return row.getLong(1);
        }
    }

    private interface After {
        Object change(Method method, Object[] args, Object result) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, T target, After after) {
        return type.cast(Proxy.newProxyInstance(
                RowCounter.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, args) -> after.change(method, args, call(method, target, args))));
    }

    private static Object call(Method method, Object target, Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
