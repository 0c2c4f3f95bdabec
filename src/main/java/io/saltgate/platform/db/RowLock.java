package io.saltgate.platform.db;

import jakarta.persistence.EntityManager;
import java.util.UUID;

/** Row locks that Jakarta Persistence can't express. They are held until the transaction ends. */
public enum RowLock {
    /**
     * Locks the row against changes. On PostgreSQL, other transactions may still insert rows that refer to it; those
     * would block a lock of Jakarta Persistence, and be blocked by it.
     */
    CHANGE(" for no key update"),
    /** Locks the row against changes, its keys included, and against new rows that refer to it. */
    CHANGE_KEY(" for update"),
    /**
     * Locks the row against deletion, as inserting a row that refers to it does. Does nothing on H2, which has no such
     * lock.
     */
    REFER(" for key share");

    private final String clause;

    RowLock(String clause) {
        this.clause = clause;
    }

    /**
     * Locks a row; waits while another transaction holds it.
     *
     * @param table its key is {@code id}
     * @return whether the row exists
     */
    public boolean take(EntityManager em, String table, UUID id) {
        boolean postgres = Dialect.isPostgres(em);
        if (this == REFER && !postgres) {
            return true;
        }
        return !em.createNativeQuery("select id from " + table + " where id = ?1" + (postgres ? clause : " for update"))
                .setParameter(1, id)
                .getResultList()
                .isEmpty();
    }

    /** Ends a select whose rows are changed next. PostgreSQL skips rows that are locked; H2 waits for them. */
    public static String unlessHeld(EntityManager em) {
        return Dialect.isPostgres(em) ? " for no key update skip locked" : " for update";
    }

    /** As {@link #unlessHeld}, for rows that are deleted next: no new row may refer to them. */
    public static String toDelete(EntityManager em) {
        return Dialect.isPostgres(em) ? " for update skip locked" : " for update";
    }
}
