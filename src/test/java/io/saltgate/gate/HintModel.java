package io.saltgate.gate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Hints as steps, every interleaving of which is tried: several changes, their notifications, and polls that come for
 * hints alone. Once all is quiet, no change may be left that no poll has seen, or it would wait for the steady poll.
 */
final class HintModel {

    /** Two steps the other way round. */
    enum Fault {
        /** The hint is taken back when the poll ends, not when it begins. */
        HINT_FORGOTTEN_AT_THE_END,
        /** The notification isn't part of the change's transaction. */
        NOTIFIED_BEFORE_COMMIT
    }

    private static final int CHANGES = 3;

    /**
     * @param committed changes
     * @param notified changes whose notifications were sent; they may arrive together
     * @param heard up to which change notifications have arrived
     * @param poll the next step of the poll: begin, read, apply
     * @param read the tick that the poll has read
     * @param seen the tick that is applied
     */
    private record State(int committed, int notified, int heard, boolean hinted, int poll, int read, int seen) {

        boolean isQuiet() {
            return committed == CHANGES && notified == CHANGES && heard == CHANGES && !hinted && poll == 0;
        }
    }

    private final Set<Fault> faults;
    private final Set<State> known = new HashSet<>();
    private final Deque<State> open = new ArrayDeque<>();

    private HintModel(Fault... faults) {
        this.faults = Set.copyOf(List.of(faults));
    }

    /** A quiet state with a change that no poll has seen; empty if there is none. */
    static Optional<String> findLostChange(Fault... faults) {
        return new HintModel(faults).search();
    }

    private Optional<String> search() {
        go(new State(0, 0, 0, false, 0, 0, 0));
        while (!open.isEmpty()) {
            State state = open.poll();
            if (state.isQuiet() && state.seen() < CHANGES) {
                return Optional.of(state.toString());
            }
            change(state);
            poll(state);
        }
        return Optional.empty();
    }

    private void go(State state) {
        if (known.add(state)) {
            open.add(state);
        }
    }

    private void change(State s) {
        boolean early = faults.contains(Fault.NOTIFIED_BEFORE_COMMIT);
        if (early && s.notified() == s.committed() && s.notified() < CHANGES) {
            go(new State(s.committed(), s.notified() + 1, s.heard(), s.hinted(), s.poll(), s.read(), s.seen()));
        }
        if (early ? s.notified() > s.committed() : s.committed() < CHANGES) {
            int committed = s.committed() + 1;
            go(new State(
                    committed, Math.max(committed, s.notified()), s.heard(), s.hinted(), s.poll(), s.read(), s.seen()));
        }
        if (s.heard() < s.notified()) {
            go(new State(s.committed(), s.notified(), s.notified(), true, s.poll(), s.read(), s.seen()));
        }
    }

    private void poll(State s) {
        boolean late = faults.contains(Fault.HINT_FORGOTTEN_AT_THE_END);
        switch (s.poll()) {
            case 0 -> {
                if (s.hinted()) {
                    go(new State(s.committed(), s.notified(), s.heard(), late, 1, s.read(), s.seen()));
                }
            }
            case 1 -> go(new State(s.committed(), s.notified(), s.heard(), s.hinted(), 2, s.committed(), s.seen()));
            default ->
                go(new State(s.committed(), s.notified(), s.heard(), !late && s.hinted(), 0, s.read(), s.read()));
        }
    }
}
