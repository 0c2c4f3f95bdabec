package io.saltgate.usage;

import io.saltgate.platform.db.Columns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Numbers of calls by time and outcome. */
public record Counts(Span span, List<Step> steps) {

    /** The counts of one hour or day. */
    public record Step(Instant began, Map<Outcome, Long> calls) {

        public long allowed() {
            return sum(true);
        }

        public long refused() {
            return sum(false);
        }

        /** The calls of every outcome. */
        public long all() {
            return allowed() + refused();
        }

        /** The allowed calls that the list would have refused, in report-only mode. */
        public long wouldRefuse() {
            return calls.getOrDefault(Outcome.WOULD_REFUSE, 0L);
        }

        /** The reasons for this step's refusals, the most frequent first. */
        public List<Reason> reasons() {
            return Counts.reasons(calls);
        }

        private long sum(boolean allowed) {
            return calls.entrySet().stream()
                    .filter(entry -> entry.getKey().isAllowed() == allowed)
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }
    }

    /** The number of calls refused for a reason. */
    public record Reason(Outcome outcome, long calls) {}

    /** @param rows of beginning of the hour, outcome and calls */
    static Counts of(Span span, Instant from, List<?> rows) {
        return new Counts(span, steps(from, span.step(), span.steps(), rows));
    }

    /**
     * Sorts counts of hours into steps of equal length.
     *
     * @param rows of beginning of the hour, outcome and calls; none from before
     */
    static List<Step> steps(Instant from, Duration length, int count, List<?> rows) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(new Step(from.plus(length.multipliedBy(i)), new EnumMap<>(Outcome.class)));
        }
        for (Object row : rows) {
            Object[] columns = (Object[]) row;
            int step = (int) Duration.between(from, Columns.instant(columns[0])).dividedBy(length);
            if (step < steps.size()) { // else another node's clock is ahead
                Outcome.find((String) columns[1])
                        .ifPresent(outcome ->
                                steps.get(step).calls().merge(outcome, Columns.number(columns[2]), Long::sum));
            }
        }
        return List.copyOf(steps);
    }

    public long allowed() {
        return steps.stream().mapToLong(Step::allowed).sum();
    }

    public long refused() {
        return steps.stream().mapToLong(Step::refused).sum();
    }

    /** The allowed calls that the list would have refused, in report-only mode. */
    public long wouldRefuse() {
        return steps.stream().mapToLong(Step::wouldRefuse).sum();
    }

    /** The beginning of what is counted. */
    public Instant from() {
        return steps.getFirst().began();
    }

    /** The end of the last step, which may be to come. */
    public Instant until() {
        return steps.getLast().began().plus(span.step());
    }

    /** The reasons for refusals, the most frequent first. */
    public List<Reason> reasons() {
        Map<Outcome, Long> all = new EnumMap<>(Outcome.class);
        steps.forEach(step -> step.calls().forEach((outcome, calls) -> all.merge(outcome, calls, Long::sum)));
        return reasons(all);
    }

    private static List<Reason> reasons(Map<Outcome, Long> calls) {
        return calls.entrySet().stream()
                .filter(entry -> !entry.getKey().isAllowed())
                .map(entry -> new Reason(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Reason::calls).reversed())
                .toList();
    }
}
