package io.saltgate.operator;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.Permission;
import io.saltgate.accounts.RightMissing;
import io.saltgate.signin.recovery.CredentialEvents;
import io.saltgate.signin.sessions.ConsoleSessions;
import io.saltgate.users.User;
import io.saltgate.users.Users;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/**
 * Disables people and enables them again. A disabled person has no sessions, can't sign in, and is sent no link; roles
 * and what they did stay.
 */
@Stateless
@ForOwnAccount
public class PersonAccess {

    private final Users users;
    private final ConsoleSessions sessions;
    private final CredentialEvents events;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected PersonAccess() {
        this(null, null, null, null);
    }

    @Inject
    public PersonAccess(Users users, ConsoleSessions sessions, CredentialEvents events, Clock clock) {
        this.users = users;
        this.sessions = sessions;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Disables a person, whose sessions end. One who is disabled already is no error.
     *
     * @throws NotFound if there is no such person
     * @throws OperatorCannotBeDisabled if it is an operator, the caller perhaps
     * @throws RightMissing if the caller is no longer an operator
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     */
    @RolesAllowed(Permission.OPERATE)
    public void disable(Caller caller, UUID id) {
        User person = lock(caller, id);
        if (person.isOperator()) {
            throw new OperatorCannotBeDisabled();
        }
        if (!person.isDisabled()) {
            person.setDisabled(true);
            sessions.endAll(id); // and writes the person's row, before any chain is locked
            events.announce(new AccountEvent("person.disabled", caller, null, id.toString(), Map.of()), id);
        }
    }

    /** Enables a person again, who signs in as before; as {@link #disable} otherwise. */
    @RolesAllowed(Permission.OPERATE)
    public void enable(Caller caller, UUID id) {
        User person = lock(caller, id);
        if (person.isDisabled()) {
            person.setDisabled(false);
            sessions.endAll(id); // also one that a sign-in began while the person was being disabled
            events.announce(new AccountEvent("person.enabled", caller, null, id.toString(), Map.of()), id);
        }
    }

    private User lock(Caller caller, UUID id) {
        caller.requireRecentProof(clock.instant());
        if (!users.lockAsOperator(caller.requireUser())) {
            throw new RightMissing();
        }
        return users.findAgain(id).filter(user -> !user.isErased()).orElseThrow(NotFound::new);
    }
}
