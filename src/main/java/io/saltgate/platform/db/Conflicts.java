package io.saltgate.platform.db;

import java.sql.SQLException;
import java.util.Set;

/** Failures that another transaction is the cause of: the same work may succeed when it is done again. */
public final class Conflicts {

    /** Classes of SQLSTATE: 23, a constraint that another's row fills; 40, rolled back for another's sake. */
    private static final Set<String> CLASSES = Set.of("23", "40");

    private Conflicts() {}

    public static boolean isOne(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && state.length() == 5 && CLASSES.contains(state.substring(0, 2));
    }
}
