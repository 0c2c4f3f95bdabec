package io.saltgate.webhooks.endpoints;

import io.saltgate.accounts.AccountId;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.net.AllowList;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;

/** Private targets that the operator lets one account reach. */
@Dependent
@Unguarded
public class TargetExceptions {

    private final EntityManager em;

    @Inject
    public TargetExceptions(@Database EntityManager em) {
        this.em = em;
    }

    @SuppressWarnings("unchecked")
    List<String> list(AccountId account) {
        return (List<String>)
                em.createNativeQuery("select target from webhook_exception where account_id = ?1 order by target")
                        .setParameter(1, account.value())
                        .getResultList();
    }

    AllowList get(AccountId account) {
        return parse(list(account));
    }

    /** Of what was checked when it was saved. */
    public static AllowList parse(List<String> targets) {
        return AllowList.parse(String.join(" ", targets)).orElse(AllowList.NONE);
    }

    void replace(AccountId account, List<String> targets) {
        em.createNativeQuery("delete from webhook_exception where account_id = ?1")
                .setParameter(1, account.value())
                .executeUpdate();
        for (String target : targets) {
            em.createNativeQuery("insert into webhook_exception (account_id, target) values (?1, ?2)")
                    .setParameter(1, account.value())
                    .setParameter(2, target)
                    .executeUpdate();
        }
    }
}
