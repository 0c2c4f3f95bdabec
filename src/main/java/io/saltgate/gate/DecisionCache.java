package io.saltgate.gate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
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

    /** @param tokens of one account, by hash: those that were asked for, retired ones too */
    private record Remembered(Map<String, AccountReading> tokens, long generation) {

        Remembered with(AccountReading reading) {
            Map<String, AccountReading> more = new HashMap<>(tokens);
            if (more.size() >= MOST_TOKENS) {
                // Who tries old tokens in turn costs the living nothing.
                more.values().removeIf(each -> each.state() == null);
            }
            more.put(reading.hash(), reading);
            return new Remembered(Map.copyOf(more), generation);
        }
    }

    /** Of one account; if more are asked for, the retired are forgotten. An account has two that live at most. */
    static final int MOST_TOKENS = 16;

    /** Rough sizes in bytes, for the bound. */
    private static final int TOKEN_BYTES = 1_000;

    private static final int HASH_BYTES = 250;

    /** More accounts that changed are remembered as one floor. */
    private static final int MOST_CHANGES = 100_000;

    /** Whose a token is never changes, so this alone is never dropped. */
    private final Cache<String, TokenOwner> owners;

    /**
     * Tokens tagged by us and nobody's any more, with the generation in which they were found so: nobody can ask for one before it
     * is somebody's.
     */
    private final Cache<String, Long> unknown;

    private final Cache<UUID, Remembered> accounts;
    private final Map<UUID, Long> changedAt = new ConcurrentHashMap<>();

    /** For accounts that are no longer in {@link #changedAt}. */
    private volatile long floor;

    /** Written by the one thread that polls. */
    private volatile Mark applied = new Mark(0, 0);

    /** @param bytes about how much it may hold */
    DecisionCache(long bytes) {
        owners = newBuilder().maximumSize(bytes / 4 / HASH_BYTES).build();
        unknown = newBuilder().maximumSize(bytes / 16 / HASH_BYTES).build();
        accounts = newBuilder()
                .maximumWeight(bytes / 16 * 11)
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

    /** What is remembered of an account's token; null if nothing is. */
    @Nullable
    AccountReading find(UUID account, String hash) {
        Remembered remembered = accounts.getIfPresent(account);
        return remembered == null || remembered.generation() != applied.generation()
                ? null
                : remembered.tokens().get(hash);
    }

    /** Whether the token of this hash is remembered to be nobody's. */
    boolean isUnknown(String hash) {
        Long generation = unknown.getIfPresent(hash);
        return generation != null && generation == applied.generation();
    }

    Mark mark() {
        return applied;
    }

    /** Stores what was read since the mark was taken, unless it may be older than a change that is known by now. */
    void fill(Mark mark, AccountReading reading) {
        TokenOwner owner = reading.owner();
        if (owner == null) {
            unknown.put(reading.hash(), mark.generation());
            return;
        }
        owners.put(reading.hash(), owner);
        accounts.asMap().compute(owner.accountId(), (id, present) -> {
            boolean outdated = mark.generation() != applied.generation() || changedAt(id) > mark.tick();
            if (outdated) {
                return present;
            }
            // What is present of this generation is as good as what comes: a change would have dropped it.
            boolean more = present != null && present.generation() == mark.generation();
            return more ? present.with(reading) : new Remembered(Map.of(reading.hash(), reading), mark.generation());
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
        floor = Long.MAX_VALUE; // nothing is stored while a change of this node's own may just be forgotten
        changedAt.clear();
        applied = new Mark(tick, applied.generation() + 1);
        floor = tick;
        accounts.invalidateAll();
    }

    private long changedAt(UUID account) {
        return Math.max(changedAt.getOrDefault(account, Long.MIN_VALUE), floor);
    }

    private static int bytes(Remembered remembered) {
        int bytes = 0;
        for (AccountReading reading : remembered.tokens().values()) {
            GateState state = reading.state();
            bytes += TOKEN_BYTES + (state == null ? 0 : state.listed().bytes());
        }
        return bytes;
    }
}
