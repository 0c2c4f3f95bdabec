package io.saltgate.changes;

import java.util.UUID;

/**
 * A lifecycle change of an account, for whoever on this node keeps something of it: fired within the transaction, to be
 * observed {@code AFTER_SUCCESS}. The other nodes learn of it from the clock's feed.
 *
 * @param epoch identifies the history that the tick belongs to
 */
public record AccountChanged(UUID epoch, UUID account, long tick) {

    /** How it is fired. */
    @FunctionalInterface
    public interface Signal {
        void fire(AccountChanged changed);
    }

    /** The change's receipt, which is true once the change is committed. */
    public ChangeReceipt receipt() {
        return new ChangeReceipt(epoch, account, tick);
    }
}
