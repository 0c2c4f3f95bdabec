package io.saltgate.gate;

import static io.saltgate.gate.GateModel.Var.ACKNOWLEDGED;
import static io.saltgate.gate.GateModel.Var.APPLIED;
import static io.saltgate.gate.GateModel.Var.CACHED;
import static io.saltgate.gate.GateModel.Var.CALL;
import static io.saltgate.gate.GateModel.Var.CALL_STARTED;
import static io.saltgate.gate.GateModel.Var.CALL_TOOK;
import static io.saltgate.gate.GateModel.Var.COMMITTED;
import static io.saltgate.gate.GateModel.Var.FILL;
import static io.saltgate.gate.GateModel.Var.FILL_MARK;
import static io.saltgate.gate.GateModel.Var.FILL_READ;
import static io.saltgate.gate.GateModel.Var.LEASE;
import static io.saltgate.gate.GateModel.Var.LEASE_TICK;
import static io.saltgate.gate.GateModel.Var.NOTED;
import static io.saltgate.gate.GateModel.Var.OWN;
import static io.saltgate.gate.GateModel.Var.POLL;
import static io.saltgate.gate.GateModel.Var.POLL_BEGAN;
import static io.saltgate.gate.GateModel.Var.POLL_TICK;
import static io.saltgate.gate.GateModel.Var.TIME;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The gate's protocol as steps, every interleaving of which is tried: one revocation, and on one node a poll that comes
 * again and again, a filler, a call, and the passing of time. The node is the one that revokes, or another.
 *
 * <p>The promise: no call is allowed that <em>starts</em> later than the bound after the revocation was acknowledged;
 * on the node that revoked, none that starts after the acknowledgement at all. Nor, on any node, one that brings the
 * revocation's receipt. A hint is a poll that begins sooner, and a poll may begin at any time here ({@link HintModel}
 * has the rest).
 */
final class GateModel {

    /** Two steps the other way round, or one left out. */
    enum Fault {
        ENTRY_BEFORE_LEASE,
        LEASE_BEFORE_DROPS,
        LEASE_FROM_THE_ANSWER,
        FILL_UNCHECKED,
        MARK_AFTER_READ,
        CHECK_APART_FROM_STORE,
        DROP_BEFORE_NOTE,
        ACKNOWLEDGED_BEFORE_OWN_DROP,
        /** Of a call with a receipt: what is remembered is taken before the receipt's tick is applied. */
        ENTRY_BEFORE_RECEIPT,
        /** Of a call with a receipt: it is enough that the tick is noted. */
        RECEIPT_BY_NOTED_TICK;

        boolean isOfReceipts() {
            return this == ENTRY_BEFORE_RECEIPT || this == RECEIPT_BY_NOTED_TICK;
        }
    }

    /** What a state consists of: times, what is remembered of the token, ticks, and the next step of each actor. */
    enum Var {
        TIME,
        COMMITTED,
        ACKNOWLEDGED,
        CACHED,
        LEASE,
        LEASE_TICK,
        APPLIED,
        NOTED,
        POLL,
        POLL_BEGAN,
        POLL_TICK,
        CALL,
        CALL_STARTED,
        CALL_TOOK,
        FILL,
        FILL_MARK,
        FILL_READ,
        OWN
    }

    private static final int BOUND = 2;
    private static final int END = 5;

    private static final int NOTHING = 0;
    private static final int ALIVE = 1;
    private static final int DEAD = 2;
    private static final int LONG_AGO = -99;
    private static final int NEVER = 1000;
    private static final int ALLOWED = 9;

    private static final class State {
        private final int[] values;

        State(int... values) {
            this.values = values;
        }

        int get(Var which) {
            return values[which.ordinal()];
        }

        State with(Var which, int value) {
            int[] changed = values.clone();
            changed[which.ordinal()] = value;
            return new State(changed);
        }

        boolean isRevoked() {
            return get(COMMITTED) != NEVER;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof State state && Arrays.equals(values, state.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }

    private record Arrival(State from, String step) {}

    private final boolean revokingNode;
    private final boolean withReceipt;
    private final Set<Fault> faults = EnumSet.noneOf(Fault.class);
    private final Map<State, Arrival> arrivals = new HashMap<>();
    private final Deque<State> open = new ArrayDeque<>();

    private GateModel(boolean revokingNode, boolean withReceipt, Fault... faults) {
        this.revokingNode = revokingNode;
        this.withReceipt = withReceipt;
        this.faults.addAll(List.of(faults));
    }

    /**
     * A shortest way to a broken promise; empty if there is none.
     *
     * @param withReceipt whether the call brings the receipt of the revocation
     */
    static Optional<List<String>> findViolation(boolean revokingNode, boolean withReceipt, Fault... faults) {
        return new GateModel(revokingNode, withReceipt, faults).search();
    }

    private Optional<List<String>> search() {
        State start = new State(new int[Var.values().length])
                .with(COMMITTED, NEVER)
                .with(ACKNOWLEDGED, NEVER)
                .with(LEASE, LONG_AGO);
        arrivals.put(start, new Arrival(start, "start"));
        open.add(start);
        while (!open.isEmpty()) {
            State state = open.poll();
            if (isBroken(state)) {
                List<String> way = new ArrayList<>();
                for (State at = state; !at.equals(start); at = arrivals.get(at).from()) {
                    way.addFirst(arrivals.get(at).step() + " at " + at.get(TIME));
                }
                return Optional.of(way);
            }
            if (state.get(TIME) < END) {
                go(state, "time passes", state.with(TIME, state.get(TIME) + 1));
            }
            revoke(state);
            poll(state);
            if (withReceipt) {
                callWithReceipt(state);
            } else {
                call(state);
            }
            fill(state);
        }
        return Optional.empty();
    }

    private void go(State from, String step, State to) {
        if (arrivals.putIfAbsent(to, new Arrival(from, step)) == null) {
            open.add(to);
        }
    }

    private boolean isBroken(State state) {
        int started = state.get(CALL_STARTED);
        return state.get(CALL) == ALLOWED
                && (withReceipt || (revokingNode ? started == NEVER : started > state.get(ACKNOWLEDGED) + BOUND));
    }

    private void revoke(State s) {
        int now = s.get(TIME);
        switch (s.get(OWN)) {
            case 0 -> {
                State committed = s.with(COMMITTED, now).with(OWN, revokingNode ? 1 : 3);
                go(
                        s,
                        "commit",
                        has(Fault.ACKNOWLEDGED_BEFORE_OWN_DROP) ? committed.with(ACKNOWLEDGED, now) : committed);
            }
            case 1 -> go(s, "own change noted", s.with(NOTED, 1).with(OWN, 2));
            case 2 -> go(s, "own change drops", s.with(CACHED, NOTHING).with(OWN, 3));
            case 3 ->
                go(
                        s,
                        "acknowledged",
                        s.with(ACKNOWLEDGED, Math.min(s.get(ACKNOWLEDGED), now)).with(OWN, 4));
            default -> {} // over
        }
    }

    private void poll(State s) {
        boolean leaseFirst = has(Fault.LEASE_BEFORE_DROPS);
        boolean dropFirst = has(Fault.DROP_BEFORE_NOTE);
        int applied = leaseFirst ? 0 : 5;
        switch (s.get(POLL)) {
            case 0 -> go(s, "poll begins", s.with(POLL_BEGAN, s.get(TIME)).with(POLL, 1));
            case 1 -> {
                int began = has(Fault.LEASE_FROM_THE_ANSWER) ? NEVER : s.get(POLL_BEGAN);
                State read = s.with(POLL_TICK, s.isRevoked() ? 1 : 0).with(POLL_BEGAN, began);
                go(s, "poll is answered", read.with(POLL, leaseFirst ? 5 : 2));
            }
            case 2 -> {
                if (s.get(POLL_TICK) > s.get(APPLIED)) {
                    go(
                            s,
                            dropFirst ? "poll drops" : "poll notes",
                            note(s, !dropFirst).with(POLL, 3));
                } else {
                    go(s, "poll has nothing new", s.with(POLL, applied));
                }
            }
            case 3 ->
                go(
                        s,
                        dropFirst ? "poll notes" : "poll drops",
                        note(s, dropFirst).with(POLL, 4));
            case 4 -> go(s, "poll has applied", s.with(APPLIED, 1).with(POLL, applied));
            default -> {
                int lease = s.get(POLL_BEGAN) == NEVER ? s.get(TIME) : s.get(POLL_BEGAN);
                go(
                        s,
                        "lease published",
                        s.with(LEASE, lease)
                                .with(LEASE_TICK, withReceipt ? s.get(POLL_TICK) : 0)
                                .with(POLL, leaseFirst ? 2 : 0));
            }
        }
    }

    private static State note(State s, boolean orDrop) {
        return orDrop ? s.with(NOTED, 1) : s.with(CACHED, NOTHING);
    }

    private void call(State s) {
        boolean holds = s.get(TIME) - s.get(LEASE) < BOUND;
        boolean entryFirst = has(Fault.ENTRY_BEFORE_LEASE);
        switch (s.get(CALL)) {
            case 0 -> {
                // On the revoking node the order counts and not the hour: NEVER stands for "after".
                int started = revokingNode && s.get(ACKNOWLEDGED) != NEVER ? NEVER : s.get(TIME);
                go(s, "call starts", s.with(CALL_STARTED, started).with(CALL, 1));
            }
            case 1 -> {
                if (entryFirst && s.get(CACHED) != NOTHING) {
                    go(
                            s,
                            "call takes what is remembered",
                            s.with(CALL_TOOK, s.get(CACHED)).with(CALL, 2));
                } else if (!entryFirst && holds) {
                    go(s, "call sees the lease hold", s.with(CALL, 2));
                }
            }
            case 2 -> {
                if (entryFirst ? holds && s.get(CALL_TOOK) == ALIVE : s.get(CACHED) == ALIVE) {
                    go(s, "call allowed", s.with(CALL, ALLOWED));
                }
            }
            default -> {} // over
        }
    }

    /** It begins once there is a receipt, and waits as long as it takes: giving up breaks no promise. */
    private void callWithReceipt(State s) {
        boolean entryFirst = has(Fault.ENTRY_BEFORE_RECEIPT);
        boolean holds = s.get(TIME) - s.get(LEASE) < BOUND;
        int known = has(Fault.RECEIPT_BY_NOTED_TICK) ? s.get(NOTED) : s.get(LEASE_TICK);
        switch (s.get(CALL)) {
            case 0 -> {
                if (s.get(OWN) == 4) {
                    go(s, "call with the receipt starts", s.with(CALL, 1));
                }
            }
            case 1 -> {
                if (entryFirst && s.get(CACHED) != NOTHING) {
                    go(
                            s,
                            "call takes what is remembered",
                            s.with(CALL_TOOK, s.get(CACHED)).with(CALL, 2));
                } else if (!entryFirst && holds && known >= 1) {
                    go(s, "call sees the receipt's tick", s.with(CALL, 2));
                }
            }
            case 2 -> {
                if (entryFirst ? holds && known >= 1 && s.get(CALL_TOOK) == ALIVE : s.get(CACHED) == ALIVE) {
                    go(s, "call allowed", s.with(CALL, ALLOWED));
                }
            }
            default -> {} // over
        }
    }

    private void fill(State s) {
        boolean markLate = has(Fault.MARK_AFTER_READ);
        switch (s.get(FILL)) {
            case 0 ->
                go(
                        s,
                        "fill begins",
                        s.with(FILL_MARK, markLate ? 0 : s.get(APPLIED)).with(FILL, 1));
            case 1 ->
                go(
                        s,
                        "fill reads",
                        s.with(FILL_READ, s.isRevoked() ? DEAD : ALIVE).with(FILL, 2));
            case 2 -> {
                int mark = markLate ? s.get(APPLIED) : s.get(FILL_MARK);
                if (s.get(NOTED) > mark && !has(Fault.FILL_UNCHECKED)) {
                    go(s, "fill is thrown away", s.with(FILL, 0));
                } else if (has(Fault.CHECK_APART_FROM_STORE)) {
                    go(s, "fill is checked", s.with(FILL, 3));
                } else {
                    go(s, "fill stores", s.with(CACHED, s.get(FILL_READ)).with(FILL, 0));
                }
            }
            default -> go(s, "fill stores", s.with(CACHED, s.get(FILL_READ)).with(FILL, 0));
        }
    }

    private boolean has(Fault fault) {
        return faults.contains(fault);
    }
}
