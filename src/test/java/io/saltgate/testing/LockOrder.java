package io.saltgate.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Watches that transactions lock rows in the order of {@code Accounts.lock}; any other order can deadlock. The
 * statement that breaks it fails with an {@link AssertionError}. {@link TestDatabase} watches all of its connections.
 *
 * <p>Knows tables, not rows: two accounts in the wrong order pass.
 */
final class LockOrder {

    /** Tables in the order of their locks; a transaction may come back to a table that it has locked. */
    private static final List<String> ORDER =
            List.of("idempotency_key", "installation", "account", "audit_chain", "change_clock");

    private static final Pattern CHANGE =
            Pattern.compile("(?is)^\\s*(?:update|insert\\s+into|delete\\s+from)\\s+(\\w+)");
    private static final Pattern LOCK =
            Pattern.compile("(?is)\\bfrom\\s+(\\w+)\\b.*\\bfor\\s+(?:no\\s+key\\s+update|update|share|key\\s+share)");

    private LockOrder() {}

    static DataSource watch(DataSource database) {
        return proxy(
                DataSource.class,
                database,
                (method, args, result) -> result instanceof Connection connection ? watch(connection) : result);
    }

    private static Connection watch(Connection connection) {
        List<String> locked = new ArrayList<>();
        return proxy(Connection.class, connection, (method, args, result) -> {
            if (method.getName().equals("commit")
                    || method.getName().equals("rollback")
                    || method.getName().equals("setAutoCommit")) {
                locked.clear();
            }
            return result instanceof PreparedStatement statement
                    ? watch(statement, (String) args[0], connection, locked)
                    : result;
        });
    }

    private static PreparedStatement watch(
            Statement statement, String sql, Connection connection, List<String> locked) {
        return proxy(PreparedStatement.class, (PreparedStatement) statement, (method, args, result) -> {
            if (method.getName().startsWith("execute") && !connection.getAutoCommit()) {
                note(sql, locked);
            }
            return result;
        });
    }

    private static void note(String sql, List<String> locked) {
        String table = tableOf(sql);
        if (table == null || locked.contains(table)) {
            return;
        }
        for (String before : locked) {
            if (ORDER.indexOf(before) > ORDER.indexOf(table)) {
                throw new AssertionError(table + " is locked after " + before + ", by: " + sql);
            }
        }
        locked.add(table);
    }

    /** Returns the table of {@link #ORDER} that a statement locks; null if none. */
    private static String tableOf(String sql) {
        for (Pattern pattern : List.of(CHANGE, LOCK)) {
            Matcher matcher = pattern.matcher(sql);
            if (matcher.find()) {
                String table = matcher.group(1).toLowerCase(Locale.ROOT);
                return ORDER.contains(table) ? table : null;
            }
        }
        return null;
    }

    private interface After {
        Object change(Method method, Object[] args, Object result) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, T target, After after) {
        return type.cast(Proxy.newProxyInstance(
                LockOrder.class.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
                    try {
                        return after.change(method, args, method.invoke(target, args));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
