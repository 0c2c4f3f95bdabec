package io.saltgate.platform.db;

import jakarta.persistence.EntityManager;

/**
 * Deletes expired rows in batches. However many rows there are, each batch is a short transaction of its own, and an
 * interrupted run loses one batch at most.
 */
public final class BatchDelete {

    /** Rows of one batch, which takes some ten milliseconds. */
    public static final int ROWS = 2_000;

    private BatchDelete() {}

    /**
     * Deletes one batch. On PostgreSQL, rows that another transaction has locked are left for the next batch.
     *
     * @param condition in SQL, on the leading columns of an index; its one parameter is {@code ?1}
     * @return the number of rows deleted; fewer than {@link #ROWS} in the last batch
     */
    public static int one(EntityManager em, String table, String condition, Object value) {
        String sql = Dialect.isPostgres(em)
                ? "delete from " + table + " where ctid = any(array(select ctid from " + table + " where " + condition
                        + " limit " + ROWS + RowLock.toDelete(em) + "))"
                : "delete from " + table + " where " + condition + " fetch first " + ROWS + " rows only";
        return em.createNativeQuery(sql).setParameter(1, value).executeUpdate();
    }
}
