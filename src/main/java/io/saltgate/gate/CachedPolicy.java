package io.saltgate.gate;

import inet.ipaddr.IPAddress;
import io.saltgate.apiaccess.AuthToken;
import io.saltgate.changes.AccountChanged;
import io.saltgate.changes.ChangeReceipt;
import io.saltgate.platform.crypto.KeyRing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides on well-formed tokens: from the cache while the lease is valid, otherwise from the database. If neither is
 * possible, the decision is {@link Refusal#CANNOT_DECIDE}.
 */
final class CachedPolicy {

    /**
     * A token with the hashes to look it up by.
     *
     * @param hashes under which it may be found, by the active key first; up to the last, if there is an owner
     * @param owner under the last of the hashes; null if it wasn't read before
     */
    private record Sought(
            AuthToken token, List<String> hashes, @Nullable TokenOwner owner) {}

    private final KeyRing ring;
    private final DecisionCache cache;
    private final ChangePoller changePoller;
    private final ReadCoalescer reads;

    /** @param cacheBytes about how much may be remembered */
    CachedPolicy(GateSource source, KeyRing ring, Duration bound, long cacheBytes) {
        this(source, ring, bound, cacheBytes, reading -> Optional.empty());
    }

    /** @param objection as {@link ChangePoller} takes it */
    CachedPolicy(
            GateSource source,
            KeyRing ring,
            Duration bound,
            long cacheBytes,
            Function<ChangeReading, Optional<String>> objection) {
        this.ring = ring;
        this.cache = new DecisionCache(cacheBytes);
        this.reads = new ReadCoalescer(source, cache);
        this.changePoller = new ChangePoller(source, cache, bound, objection);
    }

    /** The poller, to be run by a thread of its own. */
    ChangePoller changePoller() {
        return changePoller;
    }

    /** The number of accounts in the cache, about. */
    long cachedAccounts() {
        return cache.size();
    }

    /** How often the database was read for decisions. */
    long reads() {
        return reads.count();
    }

    void hear(AccountChanged own) {
        cache.apply(own.account(), own.tick());
    }

    /**
     * Decides on a call.
     *
     * @param after a receipt: the state that is judged must not be older; null if any within the lease will do
     */
    Decision decide(AuthToken token, @Nullable IPAddress address, @Nullable String after) {
        // The account of a token never changes, so this needs no lease. If it is cached, the tag was right.
        Sought sought = seek(token);
        if (sought.owner() == null && !token.isTaggedBy(ring)) {
            return Decision.Refused.unattributed(Refusal.TOKEN_UNKNOWN);
        }
        // First the lease, then the entry: the other way round, the entry could be outdated in between.
        Lease lease = changePoller.await();
        if (lease == null) {
            return Decision.Refused.unattributed(Refusal.CANNOT_DECIDE);
        }
        Decision decision = decide(sought, address, lease);
        return after == null ? decision : decideAfter(after, decision, sought, address, lease);
    }

    private Decision decide(Sought sought, @Nullable IPAddress address, Lease lease) {
        TokenOwner owner = sought.owner();
        if (owner == null && cache.isUnknown(sought.hashes().getFirst())) {
            return Decision.Refused.unattributed(Refusal.TOKEN_UNKNOWN);
        }
        AccountReading known = owner == null
                ? null
                : cache.find(owner.accountId(), sought.hashes().getLast());
        if (known == null) {
            List<String> hashes = hashes(sought.token());
            known = findAny(hashes);
            if (known == null) {
                return read(hashes, address);
            }
        }
        return AccessPolicy.decide(known.state(), known.owner(), address, lease.databaseTime(System.nanoTime()));
    }

    /**
     * By every key: the token's row may have been hashed anew, under another key than the one that the token was found
     * by before. To be called with a lease: its poll has made the key known that rows are hashed with by then, which the
     * hashes of a moment before may lack.
     */
    private List<String> hashes(AuthToken token) {
        return ring.activeFirst().stream().map(token::lookupHash).toList();
    }

    private @Nullable AccountReading findAny(List<String> hashes) {
        for (String hash : hashes) {
            TokenOwner owner = cache.findOwner(hash);
            AccountReading known = owner == null ? null : cache.find(owner.accountId(), hash);
            if (known != null) {
                return known;
            }
        }
        return null;
    }

    /**
     * Holds a decision to a receipt. A token that isn't valid stays refused whatever the receipt says: no newer change
     * makes it valid again.
     *
     * @param decision made after the lease was taken
     */
    private Decision decideAfter(
            String after, Decision decision, Sought sought, @Nullable IPAddress address, Lease lease) {
        TokenOwner owner = owner(decision);
        if (owner == null || isTokenRefused(decision)) {
            return decision;
        }
        ChangeReceipt receipt = ChangeReceipt.parse(after, ring)
                .filter(parsed -> parsed.account().equals(owner.accountId()))
                .orElse(null);
        if (receipt == null || !receipt.epoch().equals(lease.epoch())) {
            return new Decision.Refused(Refusal.RECEIPT_UNKNOWN, owner);
        }
        if (receipt.number() <= lease.tick()) {
            return decision;
        }
        Lease next = changePoller.awaitNext();
        if (next != null && !receipt.epoch().equals(next.epoch())) {
            return new Decision.Refused(Refusal.RECEIPT_UNKNOWN, owner);
        }
        return next == null || receipt.number() > next.tick()
                ? new Decision.Refused(Refusal.CANNOT_DECIDE, owner)
                : decide(sought, address, next);
    }

    /** Null if the token's account isn't known, or nothing could be decided. */
    private static @Nullable TokenOwner owner(Decision decision) {
        return switch (decision) {
            case Decision.Allowed allowed ->
                new TokenOwner(allowed.state().accountId(), allowed.state().tokenId());
            case Decision.Refused refused -> refused.owner();
        };
    }

    private static boolean isTokenRefused(Decision decision) {
        return decision instanceof Decision.Refused refused && refused.refusal() == Refusal.TOKEN_UNKNOWN;
    }

    private Sought seek(AuthToken token) {
        List<String> hashes = new ArrayList<>(2);
        for (KeyRing.Key key : ring.activeFirst()) {
            String hash = token.lookupHash(key);
            hashes.add(hash);
            TokenOwner owner = cache.findOwner(hash);
            if (owner != null) {
                return new Sought(token, hashes, owner);
            }
        }
        return new Sought(token, hashes, null);
    }

    private Decision read(List<String> hashes, @Nullable IPAddress address) {
        AccountReading reading = reads.read(hashes);
        return reading == null
                ? Decision.Refused.unattributed(Refusal.CANNOT_DECIDE)
                : AccessPolicy.decide(reading.state(), reading.owner(), address, reading.databaseTime());
    }
}
