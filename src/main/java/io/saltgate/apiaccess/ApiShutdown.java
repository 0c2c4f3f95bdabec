package io.saltgate.apiaccess;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.Uuid7;
import io.saltgate.whitelist.WhitelistLifecycle;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/**
 * Disables an account's API, under the account's lock: deletes token, salt and whitelist. Who calls it appends to the
 * change feed.
 */
@Dependent
@Unguarded
public class ApiShutdown {

    private final EntityManager em;
    private final IssuedTokens tokens;
    private final WhitelistLifecycle whitelists;
    private final Announcements announcements;
    private final Clock clock;

    @Inject
    public ApiShutdown(
            @Database EntityManager em, WhitelistLifecycle whitelists, Announcements announcements, Clock clock) {
        this.em = em;
        this.tokens = new IssuedTokens(em);
        this.whitelists = whitelists;
        this.announcements = announcements;
        this.clock = clock;
    }

    /** Disables an API, if it isn't off, for a service of another feature. */
    public void disable(Caller by, AccountId account) {
        ApiAccess access = em.find(ApiAccess.class, account.value());
        UUID enabling = access == null ? null : access.enablingId();
        if (access != null && enabling != null) {
            disable(by, account, access, enabling);
        }
    }

    /** @throws ApiChanged unless that enabling still lasts */
    void disable(Caller by, AccountId account, ApiAccess access, UUID enabling) {
        ApiAccess.ChangeStamp stamp = ApiAccess.ChangeStamp.of(Uuid7.next(clock), clock.instant(), by);
        access.disable(enabling, stamp);
        em.flush(); // the access lets go of its token before the token goes
        tokens.retire(tokens.list(account), stamp.at());
        int deleted = whitelists.close(account);
        announcements.announce(new AccountEvent(
                "api.disabled", by, account, null, Map.of("whitelistEntries", Integer.toString(deleted))));
    }
}
