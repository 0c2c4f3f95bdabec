package io.saltgate.gate;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Counts this node's decisions by outcome, and how long they take, for Prometheus. Outcomes are {@code allowed}, {@code
 * would.refuse} and the codes of refusals. Data points are looked up once, since a call must not pay for it.
 */
final class GateMetrics {

    /** Upper bounds in seconds: from what the cache answers to what waits for the database. */
    private static final double[] BOUNDS = {
        0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.01, 0.05, 0.25, 1
    };

    private static final double NANOS = 1e9;

    private final CounterDataPoint allowed;
    private final CounterDataPoint wouldRefuse;
    private final Map<Refusal, CounterDataPoint> refused;
    private final DistributionDataPoint seconds;

    GateMetrics(PrometheusRegistry registry, CachedPolicy policy) {
        Counter decisions = Counter.builder()
                .name("saltgate_decisions_total")
                .help("Decisions of this node by outcome.")
                .labelNames("outcome")
                .withoutExemplars()
                .register(registry);
        allowed = decisions.labelValues("allowed");
        wouldRefuse = decisions.labelValues("would.refuse");
        Map<Refusal, CounterDataPoint> byRefusal = new EnumMap<>(Refusal.class);
        Arrays.stream(Refusal.values()).forEach(each -> byRefusal.put(each, decisions.labelValues(each.code())));
        refused = Collections.unmodifiableMap(byRefusal);
        seconds = Histogram.builder()
                .name("saltgate_decision_seconds")
                .help("The time that this node takes for a decision.")
                .classicOnly()
                .classicUpperBounds(BOUNDS)
                .withoutExemplars()
                .register(registry)
                .labelValues();
        gauge(
                registry,
                "saltgate_gate_poll_age_seconds",
                "The time since this node last read the change feed.",
                () -> policy.changePoller().age().map(GateMetrics::seconds));
        gauge(
                registry,
                "saltgate_gate_cached_accounts",
                "Accounts that this node has in its cache.",
                () -> Optional.of((double) policy.cachedAccounts()));
        CounterWithCallback.builder()
                .name("saltgate_gate_reads_total")
                .help("Reads of the database that decisions waited for on this node.")
                .callback(callback -> callback.call((double) policy.reads()))
                .register(registry);
    }

    private static void gauge(PrometheusRegistry registry, String name, String help, Supplier<Optional<Double>> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> value.get().ifPresent(callback::call))
                .register(registry);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }

    void count(Decision decision, long nanos) {
        switch (decision) {
            case Decision.Allowed answer -> (answer.wouldRefuse() ? wouldRefuse : allowed).inc();
            case Decision.Refused answer ->
                Objects.requireNonNull(refused.get(answer.refusal())).inc();
        }
        seconds.observe(nanos / NANOS);
    }
}
