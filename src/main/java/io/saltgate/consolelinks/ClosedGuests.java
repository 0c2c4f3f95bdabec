package io.saltgate.consolelinks;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.ClosedAccountData;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.db.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;

/** Deletes who the guests of closed accounts were; the people themselves stay, as other members do. */
@Dependent
@Unguarded
public class ClosedGuests implements ClosedAccountData {

    private final EntityManager em;

    @Inject
    public ClosedGuests(@Database EntityManager em) {
        this.em = em;
    }

    @Override
    public boolean deleteSome(AccountId account) {
        return BatchDelete.one(em, "guest", "account_id = ?1", account.value()) == BatchDelete.ROWS;
    }
}
