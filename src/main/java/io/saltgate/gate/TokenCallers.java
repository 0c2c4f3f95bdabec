package io.saltgate.gate;

import inet.ipaddr.IPAddress;
import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds whom an allowed account token stands for. Read from the database at each call, so that "Manage by API" ends on
 * every node with the transaction that switches it off.
 */
@Stateless
@PermitAll
public class TokenCallers {

    /** What a token may where "Manage by API" is on: never roles, secrets or the audit trail. */
    public static final Set<String> PERMISSIONS = Set.of(
            Permission.BE_ACCOUNT_TOKEN, Permission.SEE_API, Permission.CHANGE_WHITELIST, Permission.CHANGE_WEBHOOKS);

    private final Accounts accounts;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected TokenCallers() {
        this(null, null);
    }

    @Inject
    public TokenCallers(Accounts accounts, Clock clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    /** Empty unless the token's account is managed by the API. */
    public Optional<Caller> find(GateState state, @Nullable IPAddress address) {
        return accounts.find(new AccountId(state.accountId()))
                .filter(Account::isManagedByApi)
                .map(account -> new Caller(
                        Caller.Kind.ACCOUNT_TOKEN,
                        state.tokenId(),
                        account.id(),
                        PERMISSIONS,
                        clock.instant(),
                        address == null ? null : address.toCanonicalString()));
    }
}
