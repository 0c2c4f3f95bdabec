package io.saltgate.usage;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Values of a native query, which each database gives in types of its own. */
final class Columns {

    private Columns() {}

    static Instant instant(Object value) {
        return switch (value) {
            case OffsetDateTime time -> time.toInstant();
            case Timestamp time -> time.toInstant();
            default -> throw new IllegalStateException("not a time: " + value.getClass());
        };
    }

    static long number(Object value) {
        return ((Number) value).longValue();
    }
}
