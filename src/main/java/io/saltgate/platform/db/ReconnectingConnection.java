package io.saltgate.platform.db;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection that outlives a restart of the database. Not every server's pool asks a connection before it hands it
 * out (WildFly and GlassFish can't be configured to for a {@code <data-source>}), and a dead one would fail request
 * after request. Between two transactions, and only there, a dead connection is replaced; within one, the failure is
 * the caller's.
 */
final class ReconnectingConnection implements InvocationHandler {

    /** Opens a new connection. */
    @FunctionalInterface
    interface Opener {
        Connection open() throws SQLException;
    }

    private static final Set<String> BEGINNING =
            Set.of("createStatement", "prepareStatement", "prepareCall", "setSavepoint");
    private static final Set<String> ENDING = Set.of("commit", "rollback");

    /** Methods that the current connection answers, dead or alive. */
    private static final Set<String> AS_IT_IS =
            Set.of("commit", "rollback", "close", "abort", "isClosed", "isValid", "unwrap", "isWrapperFor");

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int VALID_SECONDS = 2;

    private final Opener opener;
    private Connection connection;
    private boolean autoCommit = true;
    private boolean inTransaction;
    private boolean closed;
    private long usedAt = System.nanoTime();

    private ReconnectingConnection(Opener opener) throws SQLException {
        this.opener = opener;
        this.connection = opener.open();
    }

    static Connection open(Opener opener) throws SQLException {
        return (Connection) Proxy.newProxyInstance(
                ReconnectingConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new ReconnectingConnection(opener));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method, arguments);
        }
        String name = method.getName();
        closed |= name.equals("close") || name.equals("abort");
        if (!closed && !inTransaction && !AS_IT_IS.contains(name)) {
            replaceIfDead();
        }
        if (BEGINNING.contains(name)) {
            inTransaction = !autoCommit;
        }
        try {
            Object result = method.invoke(connection, arguments);
            if (name.equals("setAutoCommit") && arguments != null) {
                autoCommit = Boolean.TRUE.equals(arguments[0]);
                inTransaction &= !autoCommit; // switching it on commits
            }
            usedAt = System.nanoTime();
            return result;
        } catch (InvocationTargetException e) {
            usedAt = System.nanoTime() - IDLE_NANOS; // whatever it was: ask the connection before it is used again
            throw e.getCause() == null ? e : e.getCause();
        } finally {
            if (ENDING.contains(name) && arguments == null) { // not a rollback to a savepoint
                inTransaction = false;
            }
        }
    }

    private void replaceIfDead() throws SQLException {
        if (isAlive()) {
            return;
        }
        Connection dead = connection;
        connection = opener.open();
        connection.setAutoCommit(autoCommit);
        try {
            dead.close();
        } catch (SQLException e) {
            // It is dead: there is nothing to give back.
        }
    }

    private boolean isAlive() throws SQLException {
        return !connection.isClosed() && (System.nanoTime() - usedAt < IDLE_NANOS || connection.isValid(VALID_SECONDS));
    }

    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself alone
    private Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "lasting " + connection;
        };
    }
}
