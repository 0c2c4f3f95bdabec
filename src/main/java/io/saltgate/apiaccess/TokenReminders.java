package io.saltgate.apiaccess;

import io.saltgate.accounts.Account;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;

/** Plans when owners are reminded of the age of a token that exists already. */
@Dependent
@Unguarded
public class TokenReminders {

    private final EntityManager em;

    @Inject
    public TokenReminders(@Database EntityManager em) {
        this.em = em;
    }

    /** Plans the reminder of the account's current token anew, after its policy was changed under its lock. */
    public void plan(Account account) {
        new IssuedTokens(em)
                .list(account.id()).stream()
                        .filter(token -> token.expiresAt() == null)
                        .forEach(token -> token.remindEvery(account.policy().tokenReminder()));
    }
}
