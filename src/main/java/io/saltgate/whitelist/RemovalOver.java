package io.saltgate.whitelist;

import io.saltgate.accounts.RuleRefused;

/** Thrown if a removal can't be undone: its minute is over, it was undone before, or it is someone else's. */
public class RemovalOver extends RuleRefused {
    RemovalOver() {
        super("whitelist.removal.over");
    }
}
