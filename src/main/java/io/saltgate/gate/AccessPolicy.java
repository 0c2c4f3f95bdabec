package io.saltgate.gate;

import inet.ipaddr.IPAddress;
import io.saltgate.whitelist.Whitelist;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a call may pass, by the state of its token and account alone. Knows no database, no request and no
 * clock.
 */
public final class AccessPolicy {

    private AccessPolicy() {}

    /**
     * Whether a call with a well-formed token may pass.
     *
     * @param state null if the token isn't valid
     * @param owner the token's account; without a state, its account before it was retired or the API disabled
     * @param address the client's; null if it can't be determined
     * @param now database time
     */
    public static Decision decide(
            @Nullable GateState state, @Nullable TokenOwner owner, @Nullable IPAddress address, Instant now) {
        if (state == null || state.isTokenExpired(now)) {
            return new Decision.Refused(Refusal.TOKEN_UNKNOWN, owner);
        }
        if (state.suspended()) {
            return new Decision.Refused(Refusal.ACCOUNT_SUSPENDED, owner);
        }
        if (state.paused()) {
            return new Decision.Refused(Refusal.API_PAUSED, owner);
        }
        if (state.whitelistMode() == Whitelist.Mode.OFF) {
            return new Decision.Allowed(state, false);
        }
        boolean listed = address != null && state.listed().matches(address, now);
        if (listed || state.whitelistMode() == Whitelist.Mode.REPORT_ONLY) {
            return new Decision.Allowed(state, !listed);
        }
        return new Decision.Refused(address == null ? Refusal.ADDRESS_UNKNOWN : Refusal.ADDRESS_NOT_WHITELISTED, owner);
    }
}
