package io.saltgate.operator;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** The Auth Tokens in a restored database, for operators to regenerate. */
@Stateless
@ForOwnAccount
public class RestoredTokens {

    private final TokenRenewal renewal;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected RestoredTokens() {
        this(null);
    }

    @Inject
    public RestoredTokens(TokenRenewal renewal) {
        this.renewal = renewal;
    }

    /**
     * As {@link TokenRenewal#run}.
     *
     * @return how many tokens were regenerated
     */
    @RolesAllowed(Permission.OPERATE)
    public int regenerateAll(Caller caller) {
        return renewal.run(caller.asOperator());
    }
}
