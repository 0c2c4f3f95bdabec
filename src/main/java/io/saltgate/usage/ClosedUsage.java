package io.saltgate.usage;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.ClosedAccountData;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.db.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Deletes what the gate recorded of closed accounts. */
@Dependent
@Unguarded
public class ClosedUsage implements ClosedAccountData {

    private final EntityManager em;
    private final UsageSettings settings;
    private final Clock clock;

    @Inject
    public ClosedUsage(@Database EntityManager em, UsageSettings settings, Clock clock) {
        this.em = em;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public boolean deleteSome(AccountId account) {
        int most = BatchDelete.one(em, "usage_hour", "account_id = ?1", account.value());
        most = Math.max(most, BatchDelete.one(em, "usage_refusal", "account_id = ?1", account.value()));
        return deleteCallers(account) || most == BatchDelete.ROWS;
    }

    /** Day by day, since the key begins with the day; a day of an account has a bounded number of callers. */
    private boolean deleteCallers(AccountId account) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate oldest = today.minusDays(settings.addresses().toDays() + 1);
        int deleted = 0;
        for (LocalDate day = today.plusDays(1); !day.isBefore(oldest); day = day.minusDays(1)) {
            deleted += em.createNativeQuery("delete from usage_caller where seen_on = ?1 and account_id = ?2")
                    .setParameter(1, day)
                    .setParameter(2, account.value())
                    .executeUpdate();
            if (deleted >= BatchDelete.ROWS) {
                return true;
            }
        }
        return false;
    }
}
