package io.saltgate.operator;

import io.saltgate.accounts.Caller;
import io.saltgate.apiaccess.TokenRenewals;
import io.saltgate.operations.DatabaseAcceptance;
import io.saltgate.platform.Unguarded;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Map;

/**
 * Accepts a restored database with a new Auth Token for every account, since the one in it may have been revoked after
 * the backup. All of it is one transaction: until it commits no gate opens, and if it fails nothing has changed.
 */
@Stateless
@PermitAll
@Unguarded
public class TokenRenewal {

    private final TokenRenewals tokens;
    private final DatabaseAcceptance acceptance;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected TokenRenewal() {
        this(null, null);
    }

    @Inject
    public TokenRenewal(TokenRenewals tokens, DatabaseAcceptance acceptance) {
        this.tokens = tokens;
        this.acceptance = acceptance;
    }

    /**
     * Takes about two milliseconds for each account.
     *
     * @return how many tokens were regenerated
     * @throws io.saltgate.operations.Refusal if the database isn't a restored one, as far as this node knows, or was
     *     accepted meanwhile
     */
    public int run(Caller by) {
        acceptance.require();
        int regenerated = tokens.regenerateAll(by);
        acceptance.accept(by, Map.of("tokens", Integer.toString(regenerated)));
        return regenerated;
    }
}
