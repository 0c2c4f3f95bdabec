package io.saltgate.accounts;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.crypto.Base62;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.RowLock;
import io.saltgate.platform.db.Uuid7;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.persistence.config.HintValues;
import org.eclipse.persistence.config.QueryHints;
import org.jspecify.annotations.Nullable;

/**
 * Finds, makes and locks accounts for the features' use cases, inside their transactions.
 */
@Dependent
@Unguarded
public class Accounts {

    /** Where the trail says that there is no external id. */
    private static final String NONE = "-";

    /** Characters by chance that tell two slugs of one name apart. */
    private static final int END = 6;

    private static final Map<String, Object> REFRESHED = Map.of(QueryHints.REFRESH, HintValues.TRUE);

    private final EntityManager em;
    private final Announcements announcements;
    private final Clock clock;
    private final AccountTerms terms;

    @Inject
    public Accounts(@Database EntityManager em, Announcements announcements, Clock clock) {
        this.em = em;
        this.announcements = announcements;
        this.clock = clock;
        this.terms = new AccountTerms(em);
    }

    /**
     * The first statement of every lifecycle change: from here to the end of the transaction the account is this
     * change's alone, while events and counts go on being written for it. Lock order: idempotency row, names, accounts
     * by id, audit chain, change clock.
     *
     * @throws NotFound if there is none, or it is closed: what began before it was closed must not change it afterwards
     */
    public Account lock(AccountId id) {
        return unlessClosed(lockAny(id));
    }

    /** As {@link #lock}, closed or not. */
    public Account lockAny(AccountId id) {
        return lock(id, RowLock.CHANGE);
    }

    private static Account unlessClosed(Account account) {
        if (account.isClosed()) {
            throw new NotFound();
        }
        return account;
    }

    /** Locks as {@link #lock} does, for a change of the external id, which is a key. */
    public Account lockWithKeys(AccountId id) {
        return unlessClosed(lockAnyWithKeys(id));
    }

    /** As {@link #lockWithKeys}, closed or not. */
    Account lockAnyWithKeys(AccountId id) {
        return lock(id, RowLock.CHANGE_KEY);
    }

    private Account lock(AccountId id, RowLock lock) {
        if (!lock.take(em, "account", id.value())) {
            throw new NotFound();
        }
        // Refreshed: the lock may have waited for a change of what this transaction had read before.
        return em.find(Account.class, id.value(), REFRESHED);
    }

    public Account get(AccountId id) {
        return find(id).orElseThrow(NotFound::new);
    }

    public Optional<Account> find(AccountId id) {
        return Optional.ofNullable(em.find(Account.class, id.value()));
    }

    public Optional<Account> find(Slug slug) {
        return em.createQuery("select a from Account a where a.slug = :slug", Account.class)
                .setParameter("slug", slug.value())
                .getResultStream()
                .findFirst();
    }

    /**
     * Makes an account and announces it, since its audit chain begins with that.
     *
     * @param slug null for one that the name suggests
     * @throws SlugTaken if another account has or had it
     * @throws ExternalIdTaken if another account has it
     */
    public Account create(Caller by, @Nullable Slug slug, String name, @Nullable ExternalId externalId) {
        lockNames();
        if (slug != null && find(slug).isPresent()) {
            throw new SlugTaken();
        }
        refuseIfTaken(externalId);
        Slug given = slug == null ? freeSlug(name) : slug;
        Account account = new Account(Uuid7.next(clock), given, name, externalId, clock.instant());
        em.persist(account);
        em.flush();
        terms.index(account);
        announcements.announce(
                new AccountEvent("account.created", by, account.id(), account.slug(), Map.of("name", account.name())));
        return account;
    }

    /**
     * Slugs and external ids are given out by one transaction at a time. The first statement of whatever gives out one,
     * before any account is locked: of two who want the same, the second sees the first's.
     */
    public void lockNames() {
        em.createNativeQuery("select id from installation where id = 1 for update")
                .getResultList();
    }

    /** @return whether that changed anything */
    public boolean rename(Caller by, Account account, String name) {
        String before = account.name();
        if (before.equals(name)) {
            return false;
        }
        account.rename(name);
        terms.index(account);
        announcements.announce(
                new AccountEvent("account.renamed", by, account.id(), null, Map.of("from", before, "to", name)));
        return true;
    }

    /** Turns on or off that members need a second factor. */
    public void requireSecondFactor(Caller by, Account account, boolean required) {
        boolean before = account.needsSecondFactor();
        if (before != required) {
            account.requireSecondFactor(required);
            announcements.announce(
                    AccountEvent.of("account.factor.policy.changed", by, null).changed("required", before, required));
        }
    }

    /** Allows the account's token to manage the account by the API, or no longer. */
    public void manageByApi(Caller by, Account account, boolean allowed) {
        if (account.isManagedByApi() != allowed) {
            account.manageByApi(allowed);
            announcements.announce(AccountEvent.of(
                    allowed ? "account.api.management.allowed" : "account.api.management.ended", by, null));
        }
    }

    /** Has calls paused when a leak of the token is reported, or no longer. */
    public void pauseOnLeak(Caller by, Account account, boolean pauses) {
        if (account.pausesOnLeak() != pauses) {
            account.pauseOnLeak(pauses);
            announcements.announce(AccountEvent.of("account.leak.pause.changed", by, null)
                    .changed("pauses", account.pausesOnLeak() ? "no" : "yes", pauses ? "yes" : "no"));
        }
    }

    /**
     * Gives the account another id of the operator's, or none. Only after {@link #lockNames}.
     *
     * @return whether that changed anything
     * @throws ExternalIdTaken if another account has it
     */
    public boolean identify(Caller by, Account account, @Nullable ExternalId externalId) {
        String before = account.externalId();
        String after = externalId == null ? null : externalId.value();
        if (Objects.equals(before, after)) {
            return false;
        }
        refuseIfTaken(externalId);
        account.identify(externalId);
        announcements.announce(new AccountEvent(
                "account.identified",
                by,
                account.id(),
                after == null ? NONE : after,
                Map.of("before", before == null ? NONE : before)));
        return true;
    }

    /**
     * Suspends the account.
     *
     * @param reason that its team is shown; null for none
     * @return whether it was not suspended before
     */
    public boolean suspend(Caller by, Account account, @Nullable String reason) {
        if (account.isSuspended()) {
            return false;
        }
        account.suspend(reason);
        announcements.announce(new AccountEvent(
                "account.suspended", by, account.id(), null, reason == null ? Map.of() : Map.of("reason", reason)));
        return true;
    }

    /**
     * Changes the reason of a suspension.
     *
     * @param reason that the team is shown; null for the one that it has
     * @return whether it is another one; never of an account that isn't suspended
     */
    public boolean changeSuspensionReason(Caller by, Account account, @Nullable String reason) {
        String before = account.suspensionReason();
        if (!account.isSuspended() || reason == null || reason.equals(before)) {
            return false;
        }
        account.suspend(reason);
        announcements.announce(new AccountEvent("account.suspension.reason.changed", by, account.id(), null, Map.of())
                .changed("reason", before, reason));
        return true;
    }

    /** @return whether it was suspended before */
    public boolean liftSuspension(Caller by, Account account) {
        if (!account.isSuspended()) {
            return false;
        }
        account.liftSuspension();
        announcements.announce(new AccountEvent("account.suspension.lifted", by, account.id(), null, Map.of()));
        return true;
    }

    private void refuseIfTaken(@Nullable ExternalId externalId) {
        boolean taken = externalId != null
                && !em.createQuery("select a.id from Account a where a.externalId = :externalId", UUID.class)
                        .setParameter("externalId", externalId.value())
                        .getResultList()
                        .isEmpty();
        if (taken) {
            throw new ExternalIdTaken();
        }
    }

    /** What the name suggests, with an end by chance if that is gone. */
    private Slug freeSlug(String name) {
        Slug suggested = Slug.suggestedBy(name);
        Slug free = suggested;
        while (find(free).isPresent()) {
            free = suggested.withEnd(Base62.random(END).toLowerCase(Locale.ROOT));
        }
        return free;
    }
}
