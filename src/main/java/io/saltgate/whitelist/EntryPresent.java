package io.saltgate.whitelist;

import io.saltgate.accounts.RuleRefused;

/** Thrown if a removed entry can't be restored, since its range has been added again. */
public class EntryPresent extends RuleRefused {

    private final transient IpRange range;

    EntryPresent(IpRange range) {
        super("whitelist.entry.present");
        this.range = range;
    }

    /** The range that is on the list again. */
    public IpRange range() {
        return range;
    }
}
