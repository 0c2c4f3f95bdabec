package io.saltgate.general;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.signin.factors.SecondFactors;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;

/** An account's display name and its second-factor policy. */
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
     */
    public record View(String name, String slug, boolean secondFactor, boolean own) {}

    private final Accounts accounts;
    private final SecondFactors factors;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected GeneralSettings() {
        this(null, null, null);
    }

    @Inject
    public GeneralSettings(Accounts accounts, SecondFactors factors, Clock clock) {
        this.accounts = accounts;
        this.factors = factors;
        this.clock = clock;
    }

    @RolesAllowed(Permission.OWN_ACCOUNT)
    public View view(Caller caller) {
        Account account = accounts.get(caller.requireAccount());
        return new View(account.name(), account.slug(), account.needsSecondFactor(), factors.has(caller.requireUser()));
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
}
