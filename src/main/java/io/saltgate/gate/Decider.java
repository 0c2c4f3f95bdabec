package io.saltgate.gate;

import inet.ipaddr.IPAddress;
import io.saltgate.accounts.AccountChanged;
import io.saltgate.apiaccess.AuthToken;
import io.saltgate.platform.crypto.KeyRing;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides on well-formed tokens: from what is remembered while the lease holds, else from the database, and not at all
 * when neither can be had.
 */
final class Decider {

    private static final System.Logger LOG = System.getLogger(Decider.class.getName());

    private final GateSource source;
    private final KeyRing ring;
    private final DecisionCache cache;
    private final ClockPoll clockPoll;

    /** However many tokens come that nobody remembers, the clock finds a connection. */
    private final Semaphore reads = new Semaphore(GateStore.MOST_READS);

    /** @param cacheBytes about how much may be remembered */
    Decider(GateSource source, KeyRing ring, Duration bound, long cacheBytes) {
        this.source = source;
        this.ring = ring;
        this.cache = new DecisionCache(cacheBytes);
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
        if (!token.isTaggedBy(ring)) {
            return Decision.Refused.stranger(Refusal.TOKEN_UNKNOWN);
        }
        // First the lease, then what it vouches for: the other way round, an entry could grow old in between.
        Lease lease = clockPoll.await();
        if (lease == null) {
            return Decision.Refused.stranger(Refusal.CANNOT_DECIDE);
        }
        for (KeyRing.Key key : ring.newestFirst()) {
            String hash = token.lookupHash(key);
            TokenOwner owner = cache.findOwner(hash);
            Map<String, GateState> living = owner == null ? null : cache.findLiving(owner.accountId());
            if (living != null) {
                return Gatekeeper.decide(living.get(hash), owner, address, lease.databaseTime(System.nanoTime()));
            }
        }
        return read(token, address);
    }

    private Decision read(AuthToken token, @Nullable IPAddress address) {
        boolean mayRead = false;
        try {
            mayRead = reads.tryAcquire(ClockPoll.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!mayRead) {
                return Decision.Refused.stranger(Refusal.CANNOT_DECIDE);
            }
            DecisionCache.Mark mark = cache.mark();
            AccountReading reading = source.readAccount(token, ring);
            cache.fill(mark, reading);
            return Gatekeeper.decide(reading.state(), reading.owner(), address, reading.databaseTime());
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.WARNING, "the gate can''t reach the database: {0}", e.getMessage());
            return Decision.Refused.stranger(Refusal.CANNOT_DECIDE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Decision.Refused.stranger(Refusal.CANNOT_DECIDE);
        } finally {
            if (mayRead) {
                reads.release();
            }
        }
    }
}
