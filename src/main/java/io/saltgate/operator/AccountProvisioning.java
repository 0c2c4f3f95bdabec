package io.saltgate.operator;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.AccountTerms;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ExternalId;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.Permission;
import io.saltgate.accounts.Slug;
import io.saltgate.platform.db.Database;
import io.saltgate.team.InvitationToken;
import io.saltgate.users.EmailAddress;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The operator's use cases on accounts that keys and people share: create and find them; and what keys may change. What
 * people change is in {@link AccountAdministration}.
 */
@Stateless
@ForOwnAccount
public class AccountProvisioning {

    /** Accounts of one answer. */
    public static final int PAGE_SIZE = 50;

    /**
     * What an account is to be.
     *
     * @param slug null for one that the name suggests
     * @param owner who is invited to own it; null for nobody yet
     * @param suspended whether it begins suspended
     */
    public record NewAccount(
            String name,
            @Nullable Slug slug,
            @Nullable ExternalId externalId,
            @Nullable EmailAddress owner,
            boolean suspended) {

        public NewAccount(
                String name, @Nullable Slug slug, @Nullable ExternalId externalId, @Nullable EmailAddress owner) {
            this(name, slug, externalId, owner, false);
        }
    }

    /**
     * A new account, and the secret of its owner's invitation, which can't be had again; empty where nobody is invited,
     * or the link goes by mail.
     */
    public record Provisioned(Account account, Optional<InvitationToken> invitation) {}

    /**
     * What is to change; empty for what stays.
     *
     * @param externalId {@link NewExternalId}
     * @param suspensionReason that the team of a suspended account is shown; null leaves it as it is
     */
    public record Change(
            Optional<String> name,
            Optional<NewExternalId> externalId,
            Optional<Boolean> suspended,
            @Nullable String suspensionReason) {}

    /** @param value null for none any more */
    public record NewExternalId(@Nullable ExternalId value) {}

    /**
     * Some accounts.
     *
     * @param next the place after which there are more; empty if there are none
     */
    public record Slice(List<Account> accounts, Optional<AccountTerms.Place> next) {}

    private final EntityManager em;
    private final Accounts accounts;
    private final AccountChanges changes;
    private final Clock clock;
    private final AccountTerms terms;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected AccountProvisioning() {
        this(null, null, null, null);
    }

    @Inject
    public AccountProvisioning(@Database EntityManager em, Accounts accounts, AccountChanges changes, Clock clock) {
        this.em = em;
        this.accounts = accounts;
        this.changes = changes;
        this.clock = clock;
        this.terms = new AccountTerms(em);
    }

    /**
     * Creates an account, with its API off.
     *
     * @throws io.saltgate.accounts.RecentSignInRequired if a person must first confirm who it is
     * @throws io.saltgate.accounts.SlugTaken if another account has or had it
     * @throws io.saltgate.accounts.ExternalIdTaken if another account has it
     */
    @RolesAllowed({Permission.PROVISION_ACCOUNTS, Permission.OPERATE})
    public Provisioned create(Caller caller, NewAccount wanted) {
        caller.requireRecentProof(clock.instant());
        return changes.create(caller.asOperator(), wanted);
    }

    /**
     * Accounts that are not closed: all by slug, or what a search finds by the words that it finds.
     *
     * @param query the beginning of a word of name or slug in any case, or the whole external id; empty for all
     * @param after the place to go on after; null for the first
     */
    @RolesAllowed({Permission.PROVISION_ACCOUNTS, Permission.OPERATE})
    public Slice list(Caller caller, String query, AccountTerms.@Nullable Place after) {
        return query.isEmpty() ? all(after == null ? "" : after.slug()) : search(query, after);
    }

    private Slice all(String after) {
        List<Account> found = em.createQuery(
                        "select a from Account a where a.status <> :closed and a.slug > :after order by a.slug",
                        Account.class)
                .setParameter("closed", Account.Status.CLOSED)
                .setParameter("after", after)
                .setMaxResults(PAGE_SIZE + 1)
                .getResultList();
        List<Account> some = found.stream().limit(PAGE_SIZE).toList();
        return new Slice(
                some,
                found.size() > some.size()
                        ? Optional.of(new AccountTerms.Place("", some.getLast().slug()))
                        : Optional.empty());
    }

    /** One that the external id names comes first. */
    private Slice search(String query, AccountTerms.@Nullable Place after) {
        List<String> named = em.createQuery(
                        "select a.slug from Account a where a.externalId = :id and a.status <> :closed", String.class)
                .setParameter("id", query)
                .setParameter("closed", Account.Status.CLOSED)
                .getResultList();
        AccountTerms.Part part = terms.find(query, after);
        List<AccountTerms.Place> found = part.places().stream()
                .filter(place -> !named.contains(place.slug()))
                .toList();
        List<String> slugs = new ArrayList<>(after == null ? named : List.of());
        List<AccountTerms.Place> some =
                found.stream().limit(PAGE_SIZE - slugs.size()).toList();
        some.forEach(place -> slugs.add(place.slug()));
        return new Slice(bySlugs(slugs), Optional.ofNullable(found.size() > some.size() ? some.getLast() : part.end()));
    }

    private List<Account> bySlugs(List<String> slugs) {
        return slugs.isEmpty()
                ? List.of()
                : em.createQuery("select a from Account a where a.slug in :slugs", Account.class)
                        .setParameter("slugs", slugs)
                        .getResultStream()
                        .sorted(Comparator.comparingInt(account -> slugs.indexOf(account.slug())))
                        .toList();
    }

    @RolesAllowed(Permission.PROVISION_ACCOUNTS)
    public Account get(Caller caller) {
        return accounts.get(caller.requireAccount());
    }

    /** @throws NotFound if there is none of that id, or it was closed */
    @RolesAllowed(Permission.PROVISION_ACCOUNTS)
    public Account get(Caller caller, AccountId id) {
        return accounts.find(id)
                .filter(account -> account.status() != Account.Status.CLOSED)
                .orElseThrow(NotFound::new);
    }

    /**
     * Changes an account. What is so already is not done again.
     *
     * @throws io.saltgate.accounts.ExternalIdTaken if another account has it
     * @throws NotFound if it was closed meanwhile
     */
    @RolesAllowed(Permission.PROVISION_ACCOUNTS)
    public Account change(Caller caller, Change change) {
        return changes.change(caller, caller.requireAccount(), change);
    }
}
