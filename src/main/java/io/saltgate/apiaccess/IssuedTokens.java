package io.saltgate.apiaccess;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountId;
import io.saltgate.platform.crypto.KeyRing;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Lists an account's tokens and retires them, under the account's lock. */
final class IssuedTokens {

    private final EntityManager em;

    IssuedTokens(EntityManager em) {
        this.em = em;
    }

    /** The current one, and an older one that a regenerate kept. */
    List<IssuedToken> list(AccountId account) {
        return new ArrayList<>(
                em.createQuery("select t from IssuedToken t where t.accountId = :account", IssuedToken.class)
                        .setParameter("account", account.value())
                        .getResultList());
    }

    /** Stores a new token, before the access points to it. */
    IssuedToken issue(Account account, UUID id, AuthToken token, KeyRing ring, ApiAccess.ChangeStamp stamp) {
        IssuedToken issued = new IssuedToken(account.id(), id, token, ring, stamp.at(), stamp.by());
        issued.remindEvery(account.policy().tokenReminder());
        em.persist(issued);
        em.flush();
        return issued;
    }

    /** Ends tokens; what remains of each is its keyed hash. */
    void retire(Collection<IssuedToken> tokens, Instant at) {
        for (IssuedToken token : tokens) {
            em.persist(new RetiredToken(token.accountId(), token, at));
            em.remove(token);
        }
    }
}
