package io.saltgate.webhooks.events;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.ClosedAccountData;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.db.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;

/** Deletes the events, deliveries and endpoints of closed accounts. */
@Dependent
@Unguarded
public class ClosedWebhooks implements ClosedAccountData {

    private final EntityManager em;

    @Inject
    public ClosedWebhooks(@Database EntityManager em) {
        this.em = em;
    }

    /** First the events with all that became of them; then what they point to. */
    @Override
    public boolean deleteSome(AccountId account) {
        @SuppressWarnings("unchecked")
        List<UUID> events = em.createNativeQuery("select v.id from webhook_event v where v.account_id = ?1"
                        + " order by v.id fetch first " + WebhookCleanup.EVENTS_AT_ONCE + " rows only")
                .setParameter(1, account.value())
                .getResultList();
        if (!events.isEmpty()) {
            new EventRows(em).delete(events);
            return true;
        }
        int most = BatchDelete.one(em, "webhook_hour", "account_id = ?1", account.value());
        if (most == BatchDelete.ROWS) {
            return true;
        }
        for (String table : new String[] {"webhook_header", "webhook_endpoint", "webhook_exception"}) {
            em.createNativeQuery("delete from " + table + " where account_id = ?1")
                    .setParameter(1, account.value())
                    .executeUpdate();
        }
        return false;
    }
}
