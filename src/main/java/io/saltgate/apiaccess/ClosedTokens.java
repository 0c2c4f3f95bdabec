package io.saltgate.apiaccess;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.ClosedAccountData;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.db.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;

/**
 * Deletes the hashes of the retired tokens of closed accounts, so that calls with them are unattributed from then on.
 */
@Dependent
@Unguarded
public class ClosedTokens implements ClosedAccountData {

    private final EntityManager em;

    @Inject
    public ClosedTokens(@Database EntityManager em) {
        this.em = em;
    }

    @Override
    public boolean deleteSome(AccountId account) {
        int most = BatchDelete.one(em, "retired_token", "account_id = ?1", account.value());
        return most == BatchDelete.ROWS;
    }
}
