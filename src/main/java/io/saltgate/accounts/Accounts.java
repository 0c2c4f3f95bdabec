package io.saltgate.accounts;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.Uuid7;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds, makes and locks accounts for the features' use cases, inside their transactions.
 */
@Dependent
@Unguarded
public class Accounts {

    private final EntityManager em;
    private final Announcements announcements;
    private final Clock clock;

    @Inject
    public Accounts(@Database EntityManager em, Announcements announcements, Clock clock) {
        this.em = em;
        this.announcements = announcements;
        this.clock = clock;
    }

    /**
     * The first statement of every lifecycle change: from here to the end of the transaction the account is this
     * change's alone. Lock order: accounts by id, audit chain, change clock.
     */
    public Account lock(AccountId id) {
        Account account = em.find(Account.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
        if (account == null) {
            throw new NotFound();
        }
        return account;
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

    /** Makes an account and announces it, since its audit chain begins with that. */
    public Account create(Caller by, Slug slug, String name, @Nullable String externalId) {
        Account account = new Account(Uuid7.next(clock), slug, name, externalId, clock.instant());
        em.persist(account);
        em.flush();
        announcements.announce(
                new AccountEvent("account.created", by, account.id(), account.slug(), Map.of("name", account.name())));
        return account;
    }
}
