package io.saltgate.operator;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.Permission;
import io.saltgate.accounts.Slug;
import io.saltgate.closing.AccountClosing;
import io.saltgate.closing.AccountClosing.Stake;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The operator's use cases on closing accounts, for people and for keys. */
@Stateless
@ForOwnAccount
public class AccountClosings {

    /** Accounts of a page. */
    public static final int PAGE_SIZE = 50;

    /** @param next the account that the next page comes after; null if there is none */
    public record Slice(List<Account> accounts, @Nullable UUID next) {}

    private final EntityManager em;
    private final Accounts accounts;
    private final AccountClosing closing;
    private final AccountChanges changes;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected AccountClosings() {
        this(null, null, null, null, null);
    }

    @Inject
    public AccountClosings(
            @Database EntityManager em,
            Accounts accounts,
            AccountClosing closing,
            AccountChanges changes,
            Clock clock) {
        this.em = em;
        this.accounts = accounts;
        this.closing = closing;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * What closing an account would end, or has ended.
     *
     * @throws NotFound if there is none
     */
    @RolesAllowed(Permission.OPERATE)
    public Stake assess(Caller caller, AccountId id) {
        return closing.assess(id);
    }

    /**
     * Closes an account: no call passes once this commits.
     *
     * @throws io.saltgate.accounts.RecentSignInRequired if a person must first confirm who it is
     * @throws NotFound if there is none, or it is closed already
     */
    @RolesAllowed({Permission.PROVISION_ACCOUNTS, Permission.OPERATE})
    public Account close(Caller caller, AccountId id) {
        caller.requireRecentProof(clock.instant());
        Caller by = caller.asOperator();
        Account account = closing.close(by, id);
        changes.repeat("account.closed", by, account, Map.of("name", account.name()));
        closing.finish(id);
        return account;
    }

    /**
     * Reopens an account as it was before, with its API off.
     *
     * @throws io.saltgate.accounts.RecentSignInRequired if a person must first confirm who it is
     * @throws NotFound if there is none
     * @throws io.saltgate.accounts.ReopeningOver if it isn't closed, or its time is over
     */
    @RolesAllowed({Permission.PROVISION_ACCOUNTS, Permission.OPERATE})
    public Account reopen(Caller caller, AccountId id) {
        caller.requireRecentProof(clock.instant());
        Caller by = caller.asOperator();
        Account account = closing.reopen(by, id);
        changes.repeat("account.reopened", by, account, Map.of("name", account.name()));
        closing.finish(id);
        return account;
    }

    /** @throws NotFound if no closed account has this slug */
    @RolesAllowed({Permission.PROVISION_ACCOUNTS, Permission.OPERATE})
    public Account getClosed(Caller caller, Slug slug) {
        return accounts.find(slug).filter(Account::isClosed).orElseThrow(NotFound::new);
    }

    /**
     * Lists closed accounts whose data isn't deleted yet, those that were closed last first.
     *
     * @param after the last account of the page before; null, or one that is no longer listed, for the first page
     */
    @RolesAllowed({Permission.PROVISION_ACCOUNTS, Permission.OPERATE})
    public Slice list(Caller caller, @Nullable UUID after) {
        Account last =
                after == null ? null : accounts.find(new AccountId(after)).orElse(null);
        Instant place = last == null ? null : last.purgeAt();
        TypedQuery<Account> query = em.createQuery(
                        "select a from Account a where a.purgeAt is not null"
                                + (place == null ? "" : " and (a.purgeAt < :at or a.purgeAt = :at and a.id < :id)")
                                + " order by a.purgeAt desc, a.id desc",
                        Account.class)
                .setMaxResults(PAGE_SIZE + 1);
        if (last != null && place != null) {
            query.setParameter("at", place).setParameter("id", last.id().value());
        }
        List<Account> found = query.getResultList();
        List<Account> some = found.stream().limit(PAGE_SIZE).toList();
        return new Slice(some, found.size() > some.size() ? some.getLast().id().value() : null);
    }
}
