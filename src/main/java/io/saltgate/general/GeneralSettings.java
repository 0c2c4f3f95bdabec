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
import io.saltgate.signin.sessions.SessionSettings;
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
     * @param policy the times that the account has set
     * @param sessions when sessions end that no account shortens
     */
    public record View(
            String name,
            String slug,
            boolean secondFactor,
            boolean own,
            boolean managedByApi,
            boolean pausesOnLeak,
            OwnPolicy policy,
            SessionSettings sessions) {}

    private final Accounts accounts;
    private final SecondFactors factors;
    private final OwnPolicies policies;
    private final TokenReminders reminders;
    private final SessionSettings sessions;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected GeneralSettings() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public GeneralSettings(
            Accounts accounts,
            SecondFactors factors,
            OwnPolicies policies,
            TokenReminders reminders,
            SessionSettings sessions,
            Clock clock) {
        this.accounts = accounts;
        this.factors = factors;
        this.policies = policies;
        this.reminders = reminders;
        this.sessions = sessions;
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
                account.policy(),
                sessions);
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

    /**
     * Has sessions of the account's members end sooner than the installation says, at once also those that last.
     *
     * @param idleMinutes without a request, within the bounds of {@link SessionSettings}; null as the installation says
     * @param lifetimeHours whatever is done, within those bounds; null as the installation says
     * @throws io.saltgate.accounts.RecentSignInRequired if sessions are to last longer, and the caller must first
     *     confirm who it is
     */
    @RolesAllowed(Permission.OWN_ACCOUNT)
    public void limitSessions(Caller caller, @Nullable Integer idleMinutes, @Nullable Integer lifetimeHours) {
        if (idleMinutes != null && (idleMinutes < sessions.minIdleMinutes() || idleMinutes > sessions.maxIdleMinutes())
                || lifetimeHours != null && (lifetimeHours < 1 || lifetimeHours > sessions.maxLifetimeHours())) {
            throw new IllegalArgumentException("no sessions of " + idleMinutes + " min, " + lifetimeHours + " h");
        }
        Account account = accounts.lock(caller.requireAccount());
        OwnPolicy before = account.policy();
        if (sessions.shortened(idleMinutes, lifetimeHours)
                .isLongerThan(sessions.shortened(before.sessionIdleMinutes(), before.sessionLifetimeHours()))) {
            caller.requireRecentProof(clock.instant());
        }
        policies.setSessions(caller, account, idleMinutes, lifetimeHours);
    }
}
