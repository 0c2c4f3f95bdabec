package io.saltgate.webhooks.delivery;

import io.saltgate.webhooks.endpoints.EndpointKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * How many attempts may be under way at a time on this node: altogether, to one endpoint, and for one account. An
 * account gets half of what the others leave, so that there is always room for the next; an endpoint that fails gets a
 * few.
 */
final class Slots {

    /** For an endpoint whose last attempt failed: enough to find out that it is back. */
    static final int WHILE_FAILING = 2;

    private final int most;
    private final int mostOfEndpoint;
    private final Map<EndpointKey, Integer> endpoints = new HashMap<>();
    private final Map<UUID, Integer> accounts = new HashMap<>();
    private final Set<EndpointKey> failing = new HashSet<>();
    private int taken;

    Slots(int most, int mostOfEndpoint) {
        this.most = most;
        this.mostOfEndpoint = mostOfEndpoint;
    }

    /** How many more attempts this endpoint may begin. */
    synchronized int room(EndpointKey key) {
        int free = most - taken;
        int ofAccount = accounts.getOrDefault(key.account(), 0);
        int share = Math.max(1, (free + ofAccount + 1) / 2) - ofAccount;
        int cap = failing.contains(key) ? Math.min(WHILE_FAILING, mostOfEndpoint) : mostOfEndpoint;
        int ofEndpoint = cap - endpoints.getOrDefault(key, 0);
        return Math.max(0, Math.min(free, Math.min(share, ofEndpoint)));
    }

    synchronized void take(EndpointKey key, int count) {
        taken += count;
        endpoints.merge(key, count, Integer::sum);
        accounts.merge(key.account(), count, Integer::sum);
    }

    synchronized void release(EndpointKey key, boolean succeeded) {
        taken--;
        endpoints.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
        accounts.computeIfPresent(key.account(), (same, count) -> count == 1 ? null : count - 1);
        if (succeeded) {
            failing.remove(key);
        } else {
            failing.add(key);
        }
    }

    /** Attempts under way for an account: who has few goes first. */
    synchronized int ofAccount(UUID account) {
        return accounts.getOrDefault(account, 0);
    }

    synchronized int taken() {
        return taken;
    }
}
