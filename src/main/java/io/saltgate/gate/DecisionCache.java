package io.saltgate.gate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of accounts. The order of the steps is what keeps a revoked token out; docs/gate.md has the proof,
 * and {@code GateModelTest} tries every other order.
 *
 * <ul>
 *   <li>A change is applied by <em>first</em> noting its tick for the account, <em>then</em> dropping what is remembered.
 *   <li>A filler notes the applied tick <em>before</em> it reads the database, and stores only if no newer tick was noted
 *       for the account and nothing was cleared meanwhile; check and store are one step for the account.
 * </ul>
 */
final class DecisionCache {

    /**
     * Up to which tick of which generation changes are applied. A filler takes it before it reads. One record, since tick
     * and generation must be of the same moment; generations grow with each clearing, and what is of an older one counts
     * for nothing.
     */
    record Mark(long tick, long generation) {}

    private record Remembered(Map<String, GateState> living, long generation) {}

    /** Rough sizes in bytes, for the bound. */
    private static final int ACCOUNT_BYTES = 1_000;

    private static final int HASH_BYTES = 250;

    /** More accounts that changed are remembered as one floor. */
    private static final int MOST_CHANGES = 100_000;

    /** Whose a token is never changes, so this alone is never dropped. */
    private final Cache<String, TokenOwner> owners;

    private final Cache<UUID, Remembered> accounts;
    private final Map<UUID, Long> changedAt = new ConcurrentHashMap<>();

    /** For accounts that are no longer in {@link #changedAt}. */
    private volatile long floor;

    /** Written by the one thread that polls. */
    private volatile Mark applied = new Mark(0, 0);

    /** @param bytes about how much it may hold */
    DecisionCache(long bytes) {
        owners = newBuilder().maximumSize(bytes / 4 / HASH_BYTES).build();
        accounts = newBuilder()
                .maximumWeight(bytes / 4 * 3)
                .weigher((UUID account, Remembered remembered) -> bytes(remembered))
                .build();
    }

    /** Whoever fills tidies up: to wake another thread for so little would cost a cold call more than the work itself. */
    private static Caffeine<Object, Object> newBuilder() {
        return Caffeine.newBuilder().executor(Runnable::run);
    }

    /** Whose the token of this hash is remembered to be; null if it isn't. */
    @Nullable
    TokenOwner findOwner(String hash) {
        return owners.getIfPresent(hash);
    }

    /** The tokens that live by what is remembered of the account; null if nothing is. */
    @Nullable
    Map<String, GateState> findLiving(UUID account) {
        Remembered remembered = accounts.getIfPresent(account);
        return remembered == null || remembered.generation() != applied.generation() ? null : remembered.living();
    }

    Mark mark() {
        return applied;
    }

    /** Stores what was read since the mark was taken, unless it may be older than a change that is known by now. */
    void fill(Mark mark, AccountReading reading) {
        TokenOwner owner = reading.owner();
        if (owner == null) {
            return;
        }
        owners.put(reading.hash(), owner);
        accounts.asMap().compute(owner.accountId(), (id, present) -> {
            boolean outdated = mark.generation() != applied.generation() || changedAt(id) > mark.tick();
            return outdated ? present : new Remembered(reading.living(), mark.generation());
        });
    }

    /** A change of which this node knows before it has polled: its own. */
    void apply(UUID account, long tick) {
        changedAt.merge(account, tick, Math::max);
        accounts.invalidate(account);
    }

    /** What a poll brought. The lease may be published only after this returns. */
    void apply(Set<UUID> changed, long tick) {
        changed.forEach(account -> apply(account, tick));
        applied = new Mark(tick, applied.generation());
        if (changedAt.size() > MOST_CHANGES) {
            floor = tick;
            changedAt.values().removeIf(each -> each <= tick);
        }
    }

    /** All may have changed: another history of ticks, or one of which a part is missing. */
    void clear(long tick) {
        applied = new Mark(tick, applied.generation() + 1);
        floor = tick;
        changedAt.clear(); // a change of this node's own at this very moment waits for the next poll
        accounts.invalidateAll();
    }

    private long changedAt(UUID account) {
        return Math.max(changedAt.getOrDefault(account, Long.MIN_VALUE), floor);
    }

    private static int bytes(Remembered remembered) {
        int list = 0; // which an account's tokens share
        for (GateState state : remembered.living().values()) {
            list = Math.max(list, state.listed().bytes());
        }
        return ACCOUNT_BYTES + list;
    }
}
