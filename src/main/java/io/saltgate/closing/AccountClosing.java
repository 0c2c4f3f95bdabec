package io.saltgate.closing;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Closures;
import io.saltgate.apiaccess.ApiShutdown;
import io.saltgate.apiaccess.ApiStates;
import io.saltgate.changes.ChangeClock;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;

/** Closes and reopens accounts for the use cases of owners and operators. */
@Dependent
@Unguarded
public class AccountClosing {

    /** How long a closed account can be reopened. */
    public static final Duration REOPENABLE = Duration.ofDays(30);

    /**
     * What closing an account ends.
     *
     * @param apiEnabled whether there is a token
     * @param whitelistEntries how many are deleted
     * @param endpoints how many are switched off
     * @param members how many lose access
     */
    public record Stake(Account account, boolean apiEnabled, long whitelistEntries, long endpoints, long members) {}

    private final EntityManager em;
    private final Accounts accounts;
    private final Closures closures;
    private final ApiShutdown shutdown;
    private final ApiStates api;
    private final ChangeClock changeClock;
    private final Clock clock;

    @Inject
    public AccountClosing(
            @Database EntityManager em,
            Accounts accounts,
            Closures closures,
            ApiShutdown shutdown,
            ApiStates api,
            ChangeClock changeClock,
            Clock clock) {
        this.em = em;
        this.accounts = accounts;
        this.closures = closures;
        this.shutdown = shutdown;
        this.api = api;
        this.changeClock = changeClock;
        this.clock = clock;
    }

    public Stake assess(AccountId id) {
        return new Stake(
                accounts.get(id),
                api.summarize(id).enabled(),
                count("whitelist_entry where account_id = ?1", id),
                count("webhook_endpoint where account_id = ?1 and state <> 'REMOVED'", id),
                count("member where account_id = ?1", id));
    }

    private long count(String from, AccountId id) {
        return Columns.number(em.createNativeQuery("select count(*) from " + from)
                .setParameter(1, id.value())
                .getSingleResult());
    }

    /**
     * Closes an account: no call passes once this commits.
     *
     * @throws io.saltgate.accounts.NotFound if there is none, or it is closed already
     */
    public Account close(Caller by, AccountId id) {
        Account account = accounts.lock(id);
        shutdown.disable(by, id);
        closures.close(by, account, clock.instant().plus(REOPENABLE));
        return account;
    }

    /**
     * Reopens an account as it was before, with its API off.
     *
     * @throws io.saltgate.accounts.NotFound if there is none
     * @throws io.saltgate.accounts.ReopeningOver if it isn't closed, or its time is over
     */
    public Account reopen(Caller by, AccountId id) {
        return closures.reopen(by, id);
    }

    /** Ends the change of an account; the last statement of its transaction. */
    public void finish(AccountId id) {
        changeClock.tick(id.value());
    }
}
