package io.saltgate.operator;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.Permission;
import io.saltgate.accounts.RightMissing;
import io.saltgate.signin.recovery.RecoveryLinks;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.User;
import io.saltgate.users.Users;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The use cases on operators, for operators alone. One of them stays, whatever happens at once. What an operator may do
 * follows from the person's row at each request: a change acts on the next one.
 */
@Stateless
@ForOwnAccount
public class Operators {

    private final Users users;
    private final RecoveryLinks recoveryLinks;
    private final Announcements announcements;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected Operators() {
        this(null, null, null, null);
    }

    @Inject
    public Operators(Users users, RecoveryLinks recoveryLinks, Announcements announcements, Clock clock) {
        this.users = users;
        this.recoveryLinks = recoveryLinks;
        this.announcements = announcements;
        this.clock = clock;
    }

    /** By address. */
    @RolesAllowed(Permission.OPERATE)
    public List<User> list(Caller caller) {
        return users.listOperators();
    }

    /** @throws NotFound if there is no such person, or it is no operator */
    @RolesAllowed(Permission.OPERATE)
    public User get(Caller caller, UUID id) {
        return users.find(id).filter(User::isOperator).orElseThrow(NotFound::new);
    }

    /**
     * Makes someone an operator who signs in already.
     *
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     * @throws NoSuchPerson if nobody signs in with the address
     * @throws OperatorAlready if that person is one
     * @throws RightMissing if the caller was removed meanwhile
     */
    @RolesAllowed(Permission.OPERATE)
    public User add(Caller caller, EmailAddress email) {
        lock(caller);
        User person =
                users.find(email).flatMap(found -> users.findAgain(found.id())).orElseThrow(NoSuchPerson::new);
        if (person.isOperator()) {
            throw new OperatorAlready();
        }
        person.setOperator(true);
        users.flush();
        announcements.announce(
                new AccountEvent("operator.added", caller, null, person.id().toString(), Map.of()));
        return person;
    }

    /**
     * Takes the operator's part from someone, the caller perhaps. Recovery links that the person created are no longer
     * valid; operator keys stay.
     *
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     * @throws NotFound if there is no such operator
     * @throws LastOperatorCannotLeave if there is no other
     * @throws RightMissing if the caller was removed meanwhile
     */
    @RolesAllowed(Permission.OPERATE)
    public void remove(Caller caller, UUID id) {
        lock(caller);
        User person = users.findAgain(id).filter(User::isOperator).orElseThrow(NotFound::new);
        if (users.listOperators().size() == 1) {
            throw new LastOperatorCannotLeave();
        }
        person.setOperator(false);
        recoveryLinks.withdrawOf(caller, person.id());
        announcements.announce(
                new AccountEvent("operator.removed", caller, null, person.id().toString(), Map.of()));
    }

    private void lock(Caller caller) {
        caller.requireRecentProof(clock.instant());
        if (!users.lockAsOperator(caller.requireUser())) {
            throw new RightMissing();
        }
    }
}
