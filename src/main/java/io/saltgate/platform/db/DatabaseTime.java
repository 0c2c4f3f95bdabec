package io.saltgate.platform.db;

import jakarta.persistence.EntityManager;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;

/** The one clock that all nodes agree on, for ends that all of them judge. */
public final class DatabaseTime {

    private DatabaseTime() {}

    /** When this transaction or statement began, by the database. */
    public static Instant now(EntityManager em) {
        Object now = em.createNativeQuery("select current_timestamp").getSingleResult();
        return switch (now) {
            case OffsetDateTime time -> time.toInstant();
            case Timestamp time -> time.toInstant();
            default -> throw new IllegalStateException("a time as " + now.getClass());
        };
    }
}
