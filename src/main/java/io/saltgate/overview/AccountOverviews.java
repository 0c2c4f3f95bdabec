package io.saltgate.overview;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.apiaccess.ApiAccesses;
import io.saltgate.usage.CallSummaries;
import io.saltgate.webhooks.endpoints.Endpoints;
import io.saltgate.whitelist.EndingEntries;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;

/** Reads the overview of an account, in one transaction and with the same statements for every account. */
@Stateless
@ForOwnAccount
public class AccountOverviews {

    /** What ends within this time is shown. */
    public static final Duration SOON = Duration.ofDays(7);

    /** Entries that are named; who has more sees them on the whitelist's page. */
    private static final int ENTRIES = 5;

    private final ApiAccesses apiAccesses;
    private final CallSummaries calls;
    private final Endpoints endpoints;
    private final EndingEntries entries;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected AccountOverviews() {
        this(null, null, null, null, null);
    }

    @Inject
    public AccountOverviews(
            ApiAccesses apiAccesses, CallSummaries calls, Endpoints endpoints, EndingEntries entries, Clock clock) {
        this.apiAccesses = apiAccesses;
        this.calls = calls;
        this.endpoints = endpoints;
        this.entries = entries;
        this.clock = clock;
    }

    @RolesAllowed(Permission.SEE_API)
    public AccountOverview get(Caller caller) {
        return new AccountOverview(
                clock.instant(),
                apiAccesses.getStatus(caller),
                calls.get(caller),
                endpoints.list(caller),
                entries.list(caller, SOON, ENTRIES));
    }
}
