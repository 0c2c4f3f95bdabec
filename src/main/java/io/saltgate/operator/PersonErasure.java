package io.saltgate.operator;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.Permission;
import io.saltgate.accounts.RightMissing;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.RowLock;
import io.saltgate.signin.recovery.CredentialRemoval;
import io.saltgate.team.Memberships;
import io.saltgate.users.User;
import io.saltgate.users.Users;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Erases the personal data of people who belong to no account. What they did stays, as done by an id. */
@Stateless
@ForOwnAccount
public class PersonErasure {

    /** Accounts that are listed of someone who can't be erased yet. */
    private static final int MAX_SEATS = 20;

    /**
     * What is in the way of erasing a person.
     *
     * @param operator whether it is an operator
     * @param seats the accounts that the person belongs to, some of them if there are very many
     */
    public record Obstacles(boolean operator, List<Seat> seats) {
        public boolean isNone() {
            return !operator && seats.isEmpty();
        }
    }

    /**
     * An account that a person belongs to.
     *
     * @param onlyOwner whether nobody else owns it
     */
    public record Seat(Account account, boolean onlyOwner) {}

    private final EntityManager em;
    private final Users users;
    private final Memberships memberships;
    private final CredentialRemoval credentials;
    private final Announcements announcements;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected PersonErasure() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public PersonErasure(
            @Database EntityManager em,
            Users users,
            Memberships memberships,
            CredentialRemoval credentials,
            Announcements announcements,
            Clock clock) {
        this.em = em;
        this.users = users;
        this.memberships = memberships;
        this.credentials = credentials;
        this.announcements = announcements;
        this.clock = clock;
    }

    /** @throws NotFound if there is no such person */
    @RolesAllowed(Permission.OPERATE)
    public Obstacles assess(Caller caller, UUID id) {
        return assess(users.find(id).orElseThrow(NotFound::new));
    }

    /**
     * Erases name, address, credentials and waiting mail of a person at once, and has the audit trails follow within
     * minutes. It can't be undone. One who is erased already is no error.
     *
     * @throws NotFound if there is no such person
     * @throws CannotBeErased if it is an operator, or belongs to an account
     * @throws RightMissing if the caller is no longer an operator
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     */
    @RolesAllowed(Permission.OPERATE)
    public void erase(Caller caller, UUID id) {
        caller.requireRecentProof(clock.instant());
        if (!users.lockAsOperator(caller.requireUser())) {
            throw new RightMissing();
        }
        if (!RowLock.CHANGE_KEY.take(em, "users", id)) { // nobody joins an account as this person meanwhile
            throw new NotFound();
        }
        User person = users.findAgain(id).orElseThrow(NotFound::new);
        if (person.isErased()) {
            return;
        }
        if (!assess(person).isNone()) {
            throw new CannotBeErased();
        }
        credentials.removeAll(id);
        users.erase(person);
        announcements.announce(new AccountEvent("person.erased", caller, null, id.toString(), Map.of()));
    }

    private Obstacles assess(User person) {
        List<Seat> seats = memberships.listAll(person.id(), MAX_SEATS).stream()
                .map(account -> new Seat(account, memberships.isLastOwner(account.id(), person.id())))
                .toList();
        return new Obstacles(person.isOperator(), seats);
    }
}
