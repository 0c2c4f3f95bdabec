package io.saltgate.apiaccess;

import io.saltgate.accounts.RuleRefused;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a form was made for a state that has changed since; no changes were made. Carries what was done meanwhile,
 * by whom and when.
 */
public class ApiChanged extends RuleRefused {

    private final ApiAccess.Change change;
    private final Instant changedAt;
    private final @Nullable UUID changedBy;

    ApiChanged(ApiAccess access) {
        this(access.change(), access.changedAt(), access.changedBy());
    }

    private ApiChanged(ApiAccess.Change change, Instant changedAt, @Nullable UUID changedBy) {
        super("api.changed");
        this.change = change;
        this.changedAt = changedAt;
        this.changedBy = changedBy;
    }

    /** The old token expired; no person did it. */
    static ApiChanged byTime(Instant end) {
        return new ApiChanged(ApiAccess.Change.OVERLAP_OVER, end, null);
    }

    public ApiAccess.Change change() {
        return change;
    }

    public Instant changedAt() {
        return changedAt;
    }

    public @Nullable UUID changedBy() {
        return changedBy;
    }
}
