package io.saltgate.apiaccess;

import io.saltgate.accounts.AccountId;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

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

    /** Ends tokens; what remains of each is its keyed hash. */
    void retire(Collection<IssuedToken> tokens, Instant at) {
        for (IssuedToken token : tokens) {
            em.persist(new RetiredToken(token.accountId(), token, at));
            em.remove(token);
        }
    }
}
