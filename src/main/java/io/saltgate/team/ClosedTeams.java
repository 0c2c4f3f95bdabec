package io.saltgate.team;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.ClosedAccountData;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.db.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;

/** Deletes the members and invitations of closed accounts; the people themselves stay. */
@Dependent
@Unguarded
public class ClosedTeams implements ClosedAccountData {

    private final EntityManager em;

    @Inject
    public ClosedTeams(@Database EntityManager em) {
        this.em = em;
    }

    @Override
    public boolean deleteSome(AccountId account) {
        int most = BatchDelete.one(em, "member", "account_id = ?1", account.value());
        most = Math.max(most, BatchDelete.one(em, "invitation", "account_id = ?1", account.value()));
        return most == BatchDelete.ROWS;
    }
}
