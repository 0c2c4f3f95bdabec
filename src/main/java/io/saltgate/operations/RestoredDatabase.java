package io.saltgate.operations;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.changes.DatabaseHistory;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Optional;

/** A database that was restored from a backup, for operators to accept. */
@Stateless
@ForOwnAccount
public class RestoredDatabase {

    /**
     * The database as a node found it.
     *
     * @param change the number of its last change
     * @param seen the number of the last change that the node had seen before
     */
    public record Found(long change, long seen) {}

    private final DatabaseHistory history;
    private final DatabaseAcceptance acceptance;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected RestoredDatabase() {
        this(null, null);
    }

    @Inject
    public RestoredDatabase(DatabaseHistory history, DatabaseAcceptance acceptance) {
        this.history = history;
        this.acceptance = acceptance;
    }

    /** Empty if this node knows of no later state. */
    @RolesAllowed(Permission.OPERATE)
    public Optional<Found> find(Caller caller) {
        return history.restored()
                .map(change -> new Found(
                        change.number(),
                        history.seen().map(DatabaseHistory.Change::number).orElse(0L)));
    }

    /** @throws Refusal if it isn't a restored one, as far as this node knows */
    @RolesAllowed(Permission.OPERATE)
    public void accept(Caller caller) {
        acceptance.accept(caller.asOperator());
    }
}
