package io.saltgate.signin.recovery;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Announcements;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.RowLock;
import io.saltgate.team.Memberships;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Announces what happens to a person's credentials and concerns others too: in the system's trail, and in that of each
 * account that the person belongs to, so that its owners see when someone else may have become one of them.
 */
@Dependent
@Unguarded
public class CredentialEvents {

    private final EntityManager em;
    private final Memberships memberships;
    private final Announcements announcements;

    @Inject
    public CredentialEvents(@Database EntityManager em, Memberships memberships, Announcements announcements) {
        this.em = em;
        this.memberships = memberships;
        this.announcements = announcements;
    }

    /** @param event for the system's trail; an account's trail doesn't get its parameters, which name operators */
    public void announce(AccountEvent event, UUID user) {
        List<UUID> accounts = memberships.listAccounts(user).stream()
                .map(Account::id)
                .map(AccountId::value)
                .sorted()
                .toList();
        accounts.forEach(account -> RowLock.REFER.take(em, "account", account)); // all of them before any chain
        for (UUID account : accounts) {
            announcements.announce(
                    new AccountEvent(event.code(), event.by(), new AccountId(account), event.subject(), Map.of()));
        }
        announcements.announce(event);
    }
}
