package io.saltgate.accounts;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Closes and reopens accounts, and ends those whose data is deleted, under their lock. */
@Dependent
@Unguarded
public class Closures {

    private final Accounts accounts;
    private final AccountTerms terms;
    private final Announcements announcements;
    private final Clock clock;

    @Inject
    public Closures(@Database EntityManager em, Accounts accounts, Announcements announcements, Clock clock) {
        this.accounts = accounts;
        this.terms = new AccountTerms(em);
        this.announcements = announcements;
        this.clock = clock;
    }

    /**
     * Closes an account that is locked and whose API is disabled.
     *
     * @param purgeAt until when it can be reopened
     */
    public void close(Caller by, Account account, Instant purgeAt) {
        account.close(clock.instant(), purgeAt);
        announcements.announce(new AccountEvent(
                "account.closed",
                by,
                account.id(),
                null,
                Map.of("until", purgeAt.truncatedTo(ChronoUnit.SECONDS).toString())));
    }

    /**
     * Reopens an account as it was before, with its API off.
     *
     * @throws NotFound if there is none
     * @throws ReopeningOver if it isn't closed, or its time is over
     */
    public Account reopen(Caller by, AccountId id) {
        Account account = accounts.lockAny(id);
        if (!account.isReopenable(clock.instant())) {
            throw new ReopeningOver();
        }
        account.reopen();
        announcements.announce(new AccountEvent("account.reopened", by, account.id(), null, Map.of()));
        return account;
    }

    /**
     * Begins to delete a closed account's data; from here on it can't be reopened.
     *
     * @return false if it was reopened meanwhile
     */
    public boolean giveUp(AccountId id) {
        Account account = accounts.lockAny(id);
        Instant end = account.purgeAt();
        boolean due = account.isClosed() && end != null && !clock.instant().isBefore(end);
        if (due) {
            account.giveUp();
        }
        return due;
    }

    /** Ends a closed account whose data is deleted: its external id is free again, its slug never. */
    public void forget(AccountId id) {
        accounts.lockNames();
        Account account = accounts.lockAnyWithKeys(id);
        if (account.isClosed() && account.purgeAt() != null) {
            account.forget();
            terms.remove(account);
            announcements.announce(new AccountEvent("account.data.deleted", Caller.system(), id, null, Map.of()));
        }
    }
}
