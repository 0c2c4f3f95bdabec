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
 * Caches the state of tokens by account. The order of its steps is what keeps a revoked token out; docs/gate.md has
 * the proof, and {@code GateModelTest} tries every other order.
 *
 * <ul>
 * <li>A change is applied by <em>first</em> noting its tick for the account, <em>then</em> dropping what is remembered.
 * <li>A filler notes the applied tick <em>before</em> it reads the database, and stores only if no newer tick was noted
 * for the account and nothing was cleared meanwhile; check and store are one step for the account.
 * </ul>
 */
final class DecisionCache {

    /**
     * The tick and generation up to which changes are applied. A filler takes it before it reads. One record, since
     * both must be of the same moment. Each clearing begins a new generation, and entries of older ones are ignored.
     */
    record Mark(long tick, long generation) {}

    /** @param tokens of one account, by hash: those that were asked for, retired ones too */
    private record Remembered(Map<String, AccountReading> tokens, long generation) {

        Remembered with(AccountReading reading) {
            Map<String, AccountReading> more = new HashMap<>(tokens);
            if (more.size() >= MAX_TOKENS) {
                // Old tokens that are tried in turn must not displace valid ones.
                more.values().removeIf(each -> each.state() == null);
            }
            more.put(reading.hash(), reading);
            return new Remembered(Map.copyOf(more), generation);
        }
    }

    /** Cached tokens of one account; beyond this, retired ones are dropped. An account has at most two valid tokens. */
    static final int MAX_TOKENS = 16;

    /** Rough sizes in bytes, for the bound. */
    private static final int TOKEN_BYTES = 1_000;

    private static final int HASH_BYTES = 250;

    /** If more accounts have changed, one floor replaces their ticks. */
    private static final int MAX_CHANGES = 100_000;

    /** The account of a token never changes, so these entries are never dropped. */
    private final Cache<String, TokenOwner> owners;

    /**
     * Tokens with our tag that belong to no account any more, with the generation in which that was read. It stays
     * true: no one can use a token before it is issued.
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

    /** Evicts on the thread that fills: waking another thread would cost a cold call more than the work itself. */
    private static Caffeine<Object, Object> newBuilder() {
        return Caffeine.newBuilder().executor(Runnable::run);
    }

    /** Finds the account of a token; null if it isn't cached. */
    @Nullable
    TokenOwner findOwner(String hash) {
        return owners.getIfPresent(hash);
    }

    /** Finds the state of an account's token; null if it isn't cached. */
    @Nullable
    AccountReading find(UUID account, String hash) {
        Remembered remembered = accounts.getIfPresent(account);
        return remembered == null || remembered.generation() != applied.generation()
                ? null
                : remembered.tokens().get(hash);
    }

    /** Whether the token of this hash is cached as unknown. */
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

    /** The number of accounts, about. */
    long size() {
        return accounts.estimatedSize();
    }

    /** Applies a change of this node's own, before a poll brings it. */
    void apply(UUID account, long tick) {
        changedAt.merge(account, tick, Math::max);
        accounts.invalidate(account);
    }

    /** Applies what a poll read. The lease may be published only after this returns. */
    void apply(Set<UUID> changed, long tick) {
        changed.forEach(account -> apply(account, tick));
        applied = new Mark(tick, applied.generation());
        if (changedAt.size() > MAX_CHANGES) {
            floor = tick;
            changedAt.values().removeIf(each -> each <= tick);
        }
    }

    /** Drops everything, since all may have changed: the history is another one, or a part of it is missing. */
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
