package io.saltgate.general;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.OwnPolicies;
import io.saltgate.accounts.OwnPolicy;
import io.saltgate.accounts.Permission;
import io.saltgate.apiaccess.TokenReminders;
import io.saltgate.signin.factors.SecondFactors;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** An account's display name, its policies, and what its Auth Token may and may bring about. */
@Stateless
@ForOwnAccount
public class GeneralSettings {

    /**
     * The settings as an owner sees them.
     *
     * @param name the display name
     * @param slug the part of the address that never changes
     * @param secondFactor whether everyone in the account needs a second factor
     * @param own whether the caller has one
     * @param managedByApi whether the Auth Token may manage the account by the API
     * @param pausesOnLeak whether calls are paused when a leak of the token is reported
     * @param tokenDays after how many days the account wants a new token; null if it doesn't say
     */
    public record View(
            String name,
            String slug,
            boolean secondFactor,
            boolean own,
            boolean managedByApi,
            boolean pausesOnLeak,
            @Nullable Integer tokenDays) {}

    private final Accounts accounts;
    private final SecondFactors factors;
    private final OwnPolicies policies;
    private final TokenReminders reminders;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected GeneralSettings() {
        this(null, null, null, null, null);
    }

    @Inject
    public GeneralSettings(
            Accounts accounts, SecondFactors factors, OwnPolicies policies, TokenReminders reminders, Clock clock) {
        this.accounts = accounts;
        this.factors = factors;
        this.policies = policies;
        this.reminders = reminders;
        this.clock = clock;
    }

    @RolesAllowed(Permission.OWN_ACCOUNT)
    public View view(Caller caller) {
        Account account = accounts.get(caller.requireAccount());
        return new View(
                account.name(),
                account.slug(),
                account.needsSecondFactor(),
                factors.has(caller.requireUser()),
                account.isManagedByApi(),
                account.pausesOnLeak(),
                account.policy().tokenDays());
    }

    /** @param name as {@link Account#isName} allows it */
    @RolesAllowed(Permission.OWN_ACCOUNT)
    public void rename(Caller caller, String name) {
        accounts.rename(caller, accounts.lock(caller.requireAccount()), name.strip());
    }

    /**
     * Turns the policy on or off.
     *
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     * @throws OwnSecondFactorMissing if it would shut the caller out
     */
    @RolesAllowed(Permission.OWN_ACCOUNT)
    public void requireSecondFactor(Caller caller, boolean required) {
        caller.requireRecentProof(clock.instant());
        if (required && !factors.has(caller.requireUser())) {
            throw new OwnSecondFactorMissing();
        }
        accounts.requireSecondFactor(caller, accounts.lock(caller.requireAccount()), required);
    }

    /**
     * Allows the Auth Token to read and change whitelist and webhooks, or no longer.
     *
     * @throws io.saltgate.accounts.RecentSignInRequired if it is to be allowed, and the caller must first confirm who
     *     it is
     */
    @RolesAllowed(Permission.OWN_ACCOUNT)
    public void manageByApi(Caller caller, boolean allowed) {
        if (allowed) {
            caller.requireRecentProof(clock.instant());
        }
        accounts.manageByApi(caller, accounts.lock(caller.requireAccount()), allowed);
    }

    /**
     * Has calls paused when a leak of the token is reported, or no longer.
     *
     * @throws io.saltgate.accounts.RecentSignInRequired if calls are to go on, and the caller must first confirm who it
     *     is
     */
    @RolesAllowed(Permission.OWN_ACCOUNT)
    public void pauseOnLeak(Caller caller, boolean pauses) {
        if (!pauses) {
            caller.requireRecentProof(clock.instant());
        }
        accounts.pauseOnLeak(caller, accounts.lock(caller.requireAccount()), pauses);
    }

    /**
     * Sets after how many days the account wants a new token, of which its owners are reminded. Nothing is refused.
     *
     * @param days 1 to {@link OwnPolicy#MAX_TOKEN_DAYS}; null for no such policy
     */
    @RolesAllowed(Permission.OWN_ACCOUNT)
    public void renewTokenEvery(Caller caller, @Nullable Integer days) {
        if (days != null && (days < 1 || days > OwnPolicy.MAX_TOKEN_DAYS)) {
            throw new IllegalArgumentException("no token policy of " + days + " days");
        }
        Account account = accounts.lock(caller.requireAccount());
        policies.setTokenDays(caller, account, days);
        reminders.plan(account);
    }
}
