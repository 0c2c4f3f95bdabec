package io.saltgate.gate;

import inet.ipaddr.IPAddress;
import io.saltgate.accounts.AccountChanged;
import io.saltgate.apiaccess.AuthToken;
import io.saltgate.platform.crypto.KeyRing;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides on well-formed tokens: from what is remembered while the lease holds, else from the database, and not at all
 * when neither can be had.
 */
final class Decider {

    /** A token that was read before, and whose it was. */
    private record Known(String hash, TokenOwner owner) {}

    private final KeyRing ring;
    private final DecisionCache cache;
    private final ClockPoll clockPoll;
    private final Misses misses;

    /** @param cacheBytes about how much may be remembered */
    Decider(GateSource source, KeyRing ring, Duration bound, long cacheBytes) {
        this.ring = ring;
        this.cache = new DecisionCache(cacheBytes);
        this.misses = new Misses(source, ring, cache);
        this.clockPoll = new ClockPoll(source, cache, bound);
    }

    /** To be run by a thread of its own, for as long as decisions are asked for. */
    ClockPoll clockPoll() {
        return clockPoll;
    }

    void hear(AccountChanged own) {
        cache.apply(own.account().value(), own.tick());
    }

    Decision decide(AuthToken token, @Nullable IPAddress address) {
        // Whose a token is never changes, so that this needs no lease. Where it is remembered, the tag was right.
        Known known = findKnown(token);
        if (known == null && !token.isTaggedBy(ring)) {
            return Decision.Refused.stranger(Refusal.TOKEN_UNKNOWN);
        }
        // First the lease, then what it vouches for: the other way round, an entry could grow old in between.
        Lease lease = clockPoll.await();
        if (lease == null) {
            return Decision.Refused.stranger(Refusal.CANNOT_DECIDE);
        }
        Map<String, GateState> living =
                known == null ? null : cache.findLiving(known.owner().accountId());
        return known == null || living == null
                ? read(token, address)
                : Gatekeeper.decide(
                        living.get(known.hash()), known.owner(), address, lease.databaseTime(System.nanoTime()));
    }

    private @Nullable Known findKnown(AuthToken token) {
        for (KeyRing.Key key : ring.newestFirst()) {
            String hash = token.lookupHash(key);
            TokenOwner owner = cache.findOwner(hash);
            if (owner != null) {
                return new Known(hash, owner);
            }
        }
        return null;
    }

    private Decision read(AuthToken token, @Nullable IPAddress address) {
        AccountReading reading = misses.read(token);
        return reading == null
                ? Decision.Refused.stranger(Refusal.CANNOT_DECIDE)
                : Gatekeeper.decide(reading.state(), reading.owner(), address, reading.databaseTime());
    }
}
