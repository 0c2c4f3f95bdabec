package io.saltgate.platform.db;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Values of a native query, which each database gives in types of its own. */
public final class Columns {

    private Columns() {}

    public static Instant instant(Object value) {
        return switch (value) {
            case OffsetDateTime time -> time.toInstant();
            case Timestamp time -> time.toInstant();
            default -> throw new IllegalStateException("not a time: " + value.getClass());
        };
    }

    public static long number(Object value) {
        return ((Number) value).longValue();
    }
}
