package io.saltgate.gate;

import inet.ipaddr.IPAddress;
import io.saltgate.whitelist.Whitelist;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Judges calls. Knows no database, no request and no clock. */
public final class AccessPolicy {

    private AccessPolicy() {}

    /**
     * Whether a call with a well-formed token may pass.
     *
     * @param state what the token stands for; null if for nothing
     * @param owner whose the token is; without a state, whose it was before it was retired or its API disabled
     * @param address the client's, null if it can't be told
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
