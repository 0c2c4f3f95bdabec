package io.saltgate.platform.db;

import jakarta.persistence.EntityManager;
import java.time.Instant;

/** The one clock that all nodes agree on, for ends that all of them judge. */
public final class DatabaseTime {

    private DatabaseTime() {}

    /** When this transaction or statement began, by the database. */
    public static Instant now(EntityManager em) {
        return Columns.instant(em.createNativeQuery("select current_timestamp").getSingleResult());
    }
}
