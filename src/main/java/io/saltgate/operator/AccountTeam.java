package io.saltgate.operator;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.db.Database;
import io.saltgate.team.Invitation;
import io.saltgate.team.InvitationToken;
import io.saltgate.team.MemberChanges;
import io.saltgate.team.Memberships;
import io.saltgate.team.Role;
import io.saltgate.team.Seats;
import io.saltgate.users.EmailAddress;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The use cases of operator keys on an account's team. */
@Stateless
@ForOwnAccount
public class AccountTeam {

    /** A new invitation, and the secret of its link if the inviter is to pass it on; it can't be had again. */
    public record Invited(Invitation invitation, Optional<InvitationToken> token) {}

    private final EntityManager em;
    private final AccountChanges changes;
    private final MemberChanges members;
    private final Memberships memberships;
    private final Seats seats;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected AccountTeam() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public AccountTeam(
            @Database EntityManager em,
            AccountChanges changes,
            MemberChanges members,
            Memberships memberships,
            Seats seats,
            Clock clock) {
        this.em = em;
        this.changes = changes;
        this.members = members;
        this.memberships = memberships;
        this.seats = seats;
        this.clock = clock;
    }

    /**
     * Invites someone. An earlier invitation of the same address is no longer valid.
     *
     * @throws AlreadyInAccount if the address is a member's
     * @throws io.saltgate.team.TooManyInvitations if too many others are open
     * @throws NotFound if the account was closed meanwhile
     */
    @RolesAllowed(Permission.PROVISION_ACCOUNTS)
    public Invited invite(Caller caller, EmailAddress email, Role role) {
        Account account = changes.lock(caller.requireAccount());
        if (memberships.hasMember(account.id(), email)) {
            throw new AlreadyInAccount();
        }
        Optional<InvitationToken> token = changes.invite(caller, account, email, role);
        Invitation invitation = select(caller, "i.email = :email")
                .setParameter("email", email.value())
                .getSingleResult();
        return new Invited(invitation, token);
    }

    /** Lists invitations that are open, the oldest first; there are {@link Invitation#MAX_OPEN} at most. */
    @RolesAllowed(Permission.PROVISION_ACCOUNTS)
    public List<Invitation> listInvitations(Caller caller) {
        return select(caller, "i.id is not null order by i.createdAt, i.id")
                .setMaxResults(Invitation.MAX_OPEN)
                .getResultList();
    }

    /**
     * Gives a member another role; nothing happens if it is the member's already.
     *
     * @throws NotFound if there is no such member
     * @throws io.saltgate.team.LastOwnerCannotLeave if nobody else is owner
     */
    @RolesAllowed(Permission.PROVISION_ACCOUNTS)
    public void changeRole(Caller caller, UUID user, Role role) {
        Account account = changes.lock(caller.requireAccount());
        if (members.changeRole(caller, account.id(), user, role)) {
            changes.repeat("member.role.changed", caller, account, Map.of("user", user.toString(), "to", role.name()));
        }
    }

    /**
     * Removes a member, or withdraws an open invitation.
     *
     * @param id of either
     * @throws NotFound if there is neither
     * @throws io.saltgate.team.LastOwnerCannotLeave if nobody else is owner
     */
    @RolesAllowed(Permission.PROVISION_ACCOUNTS)
    public void remove(Caller caller, UUID id) {
        Account account = changes.lock(caller.requireAccount());
        List<Invitation> open =
                select(caller, "i.id = :id").setParameter("id", id).getResultList();
        if (open.isEmpty()) {
            members.remove(caller, account.id(), id);
            changes.repeat("member.removed", caller, account, Map.of("user", id.toString()));
        } else {
            seats.withdraw(caller, open.getFirst());
        }
    }

    private TypedQuery<Invitation> select(Caller caller, String where) {
        return em.createQuery(
                        "select i from Invitation i where i.accountId = :account and i.expiresAt > :now and " + where,
                        Invitation.class)
                .setParameter("account", caller.requireAccount().value())
                .setParameter("now", clock.instant());
    }
}
