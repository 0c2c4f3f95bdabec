package io.saltgate.whitelist;

import io.saltgate.accounts.RuleRefused;

/**
 * Thrown if a change would leave an enforced list without an entry and nobody has confirmed that; no changes were
 * made.
 */
public class EveryCallStops extends RuleRefused {

    private final long version;

    EveryCallStops(Whitelist whitelist) {
        super("whitelist.stops.every.call");
        this.version = whitelist.version();
    }

    /** The version of the list that a confirmation is bound to. */
    public long version() {
        return version;
    }
}
