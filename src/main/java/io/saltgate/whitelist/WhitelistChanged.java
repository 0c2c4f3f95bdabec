package io.saltgate.whitelist;

import io.saltgate.accounts.RuleRefused;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Thrown if a list has changed since the form that sets its mode was shown; no changes were made. */
public class WhitelistChanged extends RuleRefused {

    private final Instant changedAt;
    private final @Nullable UUID changedBy;

    WhitelistChanged(Whitelist whitelist) {
        super("whitelist.changed");
        this.changedAt = whitelist.changedAt();
        this.changedBy = whitelist.changedBy();
    }

    public Instant changedAt() {
        return changedAt;
    }

    public @Nullable UUID changedBy() {
        return changedBy;
    }
}
