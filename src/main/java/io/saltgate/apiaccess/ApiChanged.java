package io.saltgate.apiaccess;

import io.saltgate.accounts.RuleRefused;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The form was made for a state that no longer holds: nothing was done. Says what was done meanwhile, by whom, when. */
public class ApiChanged extends RuleRefused {

    private final ApiAccess.Change change;
    private final Instant changedAt;
    private final @Nullable UUID changedBy;

    ApiChanged(ApiAccess access) {
        super("api.changed");
        this.change = access.change();
        this.changedAt = access.changedAt();
        this.changedBy = access.changedBy();
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
