package io.saltgate.platform.db;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** Recognises failures that another transaction caused: the same work may succeed when it is repeated. */
public final class Conflicts {

    /** Classes of SQLSTATE: 23, a constraint that another's row fills; 40, rolled back for another's sake. */
    private static final Set<String> CLASSES = Set.of("23", "40");

    /**
     * States of a wait that another transaction was the cause of: PostgreSQL's lock_not_available, H2's lock time-out
     * and its concurrent update.
     */
    private static final Set<String> WAITS = Set.of("55P03", "HYT00", "90131");

    /** A unique constraint that refuses, on both databases. */
    private static final String DUPLICATE = "23505";

    private Conflicts() {}

    /** Whether another transaction's row or lock is the cause of a failure, however it is wrapped. */
    public static boolean isWithAnother(Throwable failure) {
        return find(failure)
                .filter(sql -> isOne(sql) || WAITS.contains(String.valueOf(sql.getSQLState())))
                .isPresent();
    }

    /** Whether another row has the same unique values already, however the failure is wrapped. */
    public static boolean isDuplicate(Throwable failure) {
        return find(failure).filter(sql -> DUPLICATE.equals(sql.getSQLState())).isPresent();
    }

    private static Optional<SQLException> find(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }

    public static boolean isOne(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && state.length() == 5 && CLASSES.contains(state.substring(0, 2));
    }
}
