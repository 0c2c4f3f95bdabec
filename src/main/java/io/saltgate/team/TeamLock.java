package io.saltgate.team;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.RightMissing;
import io.saltgate.platform.Unguarded;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * Begins a change of a team: locks the account, and reads again which role the caller has. The caller's permissions are
 * from the begin of the request, and while it waited for the lock someone may have taken them away.
 */
@Dependent
@Unguarded
public class TeamLock {

    /** The member who acts, as of now; the account is locked until the transaction ends. */
    record Actor(AccountId account, Member member) {

        /** @throws RightMissing if the actor's role doesn't handle all of these */
        void requireMayHandle(Role... roles) {
            for (Role role : roles) {
                if (!member.role().mayHandle(role)) {
                    throw new RightMissing();
                }
            }
        }

        /** @throws RightMissing if the actor isn't an owner */
        void requireOwner() {
            requireMayHandle(Role.OWNER);
        }
    }

    private final Accounts accounts;
    private final Memberships memberships;

    @Inject
    public TeamLock(Accounts accounts, Memberships memberships) {
        this.accounts = accounts;
        this.memberships = memberships;
    }

    /** @throws NotFound if the caller is no longer a member */
    Actor take(Caller caller) {
        AccountId account = accounts.lock(caller.requireAccount()).id();
        return new Actor(
                account, memberships.find(account, caller.requireUser()).orElseThrow(NotFound::new));
    }
}
