package io.saltgate.platform.db;

import jakarta.persistence.EntityManager;
import java.time.Instant;

/** Reads the database's clock, for times that all nodes must agree on. */
public final class DatabaseTime {

    private DatabaseTime() {}

    /** When this transaction or statement began, by the database. */
    public static Instant now(EntityManager em) {
        return Columns.instant(em.createNativeQuery("select current_timestamp").getSingleResult());
    }
}
