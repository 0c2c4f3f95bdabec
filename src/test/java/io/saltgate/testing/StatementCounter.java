package io.saltgate.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A data source that counts the statements that are executed over it, on any database. */
public final class StatementCounter {

    private final AtomicInteger count = new AtomicInteger();
    private final DataSource database;

    public StatementCounter(DataSource database) {
        this.database = database;
    }

    public DataSource dataSource() {
        return proxy(DataSource.class, database);
    }

    public void reset() {
        count.set(0);
    }

    public int count() {
        return count.get();
    }

    private <T> T proxy(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                StatementCounter.class.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
                    if (target instanceof Statement && method.getName().startsWith("execute")) {
                        count.incrementAndGet();
                    }
                    return counting(call(method, target, args), method);
                }));
    }

    private Object counting(Object result, Method method) {
        if (result instanceof Connection connection && !method.getName().equals("unwrap")) {
            return proxy(Connection.class, connection);
        }
        if (result instanceof CallableStatement statement) {
            return proxy(CallableStatement.class, statement);
        }
        if (result instanceof PreparedStatement statement) {
            return proxy(PreparedStatement.class, statement);
        }
        return result instanceof Statement statement && !method.getName().equals("unwrap")
                ? proxy(Statement.class, statement)
                : result;
    }

    private static Object call(Method method, Object target, Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
