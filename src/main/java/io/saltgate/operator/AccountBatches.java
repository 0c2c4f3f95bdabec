package io.saltgate.operator;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ExternalId;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.operator.AccountProvisioning.Change;
import io.saltgate.operator.AccountProvisioning.NewAccount;
import io.saltgate.operator.AccountProvisioning.Provisioned;
import io.saltgate.platform.db.Database;
import io.saltgate.team.InvitationToken;
import io.saltgate.team.Memberships;
import io.saltgate.team.Role;
import io.saltgate.users.EmailAddress;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The parts of a batch of accounts. Each is a transaction of a bounded size. */
@Stateless
@ForOwnAccount
public class AccountBatches {

    /** The most accounts that one transaction looks up or creates. */
    public static final int MAX_AT_ONCE = 25;

    /** @param owned whether someone owns the account or is invited to */
    public record Present(Account account, boolean owned) {}

    /**
     * An account after {@link #change}.
     *
     * @param invitation the secret of the owner's link; empty where nobody was invited, or where it goes by mail
     */
    public record Changed(Account account, boolean changed, Optional<InvitationToken> invitation) {}

    private final EntityManager em;
    private final AccountChanges changes;
    private final Memberships memberships;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected AccountBatches() {
        this(null, null, null, null);
    }

    @Inject
    public AccountBatches(@Database EntityManager em, AccountChanges changes, Memberships memberships, Clock clock) {
        this.em = em;
        this.changes = changes;
        this.memberships = memberships;
        this.clock = clock;
    }

    /** Finds accounts by the operator's ids, closed ones too. */
    @RolesAllowed(Permission.PROVISION_ACCOUNTS)
    public Map<String, Present> find(Caller caller, Collection<ExternalId> ids) {
        List<Account> accounts = em.createQuery("select a from Account a where a.externalId in :ids", Account.class)
                .setParameter("ids", ids.stream().map(ExternalId::value).toList())
                .getResultList();
        Map<String, Present> found = new HashMap<>();
        if (!accounts.isEmpty()) {
            Set<UUID> owned = findOwned(
                    accounts.stream().map(account -> account.id().value()).toList());
            accounts.forEach(account -> found.put(
                    Objects.requireNonNull(account.externalId()),
                    new Present(account, owned.contains(account.id().value()))));
        }
        return found;
    }

    private Set<UUID> findOwned(List<UUID> accounts) {
        Set<UUID> owned = new HashSet<>(em.createQuery(
                        "select m.accountId from Member m, User u where m.accountId in :accounts and m.role = :owner"
                                + " and u.id = m.userId and u.guest = false and u.disabled = false",
                        UUID.class)
                .setParameter("accounts", accounts)
                .setParameter("owner", Role.OWNER)
                .getResultList());
        owned.addAll(em.createQuery(
                        "select i.accountId from Invitation i where i.accountId in :accounts and i.role = :owner"
                                + " and i.expiresAt > :now",
                        UUID.class)
                .setParameter("accounts", accounts)
                .setParameter("owner", Role.OWNER)
                .setParameter("now", clock.instant())
                .getResultList());
        return owned;
    }

    /**
     * Creates all of these accounts or none.
     *
     * @param wanted {@link #MAX_AT_ONCE} at most
     * @throws io.saltgate.accounts.ExternalIdTaken if another account has one of the ids
     */
    @RolesAllowed(Permission.PROVISION_ACCOUNTS)
    public List<Provisioned> create(Caller caller, List<NewAccount> wanted) {
        List<Provisioned> created = new ArrayList<>();
        for (NewAccount each : wanted) {
            created.add(changes.createOwn(caller, each));
            // What is managed is compared at every flush, of which there are several for each account.
            em.flush();
            em.clear();
        }
        changes.repeatCreations(caller, created);
        return created;
    }

    /**
     * Changes an account and invites its owner, or does neither. What is so already is not done again.
     *
     * @param change null for none
     * @param owner null for none; nobody is invited where the account has an owner by now, or an invited one
     * @throws AlreadyInAccount if the address is a member's, in another role
     * @throws io.saltgate.team.TooManyInvitations if too many others are open
     * @throws io.saltgate.accounts.NotFound if the account was closed meanwhile
     */
    @RolesAllowed(Permission.PROVISION_ACCOUNTS)
    public Changed change(Caller caller, AccountId id, @Nullable Change change, @Nullable EmailAddress owner) {
        Account account = change == null ? changes.lock(id) : changes.change(caller, id, change);
        if (owner == null || !findOwned(List.of(id.value())).isEmpty()) {
            return new Changed(account, change != null, Optional.empty());
        }
        if (memberships.hasMember(id, owner)) {
            throw new AlreadyInAccount();
        }
        return new Changed(account, true, changes.invite(caller, account, owner, Role.OWNER));
    }
}
