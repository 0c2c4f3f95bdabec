package io.saltgate.signin;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.saltgate.accounts.AccountEvent;
import io.saltgate.platform.start.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts sign-ins on this node by outcome, for Prometheus. */
@ApplicationScoped
public class SignInMetrics {

    private static final Map<String, String> OUTCOMES = Map.of(
            "signed.in", "succeeded",
            "signin.failed", "failed",
            "signin.code.failed", "wrong.code",
            "signin.provider.refused", "provider.refused",
            "signin.throttled", "throttled");

    private final Instance<PrometheusRegistry> registry;
    private volatile @Nullable Counter signIns;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected SignInMetrics() {
        this(null);
    }

    @Inject
    public SignInMetrics(Instance<PrometheusRegistry> registry) {
        this.registry = registry;
    }

    void open(@Observes Startup.Started started) {
        Counter counter = Counter.builder()
                .name("saltgate_sign_ins_total")
                .help("Sign-ins on this node by outcome. Throttling is counted once a minute for a person or address.")
                .labelNames("outcome")
                .withoutExemplars()
                .register(registry.get());
        OUTCOMES.values().forEach(counter::initLabelValues);
        signIns = counter;
    }

    void hear(@Observes(during = TransactionPhase.AFTER_SUCCESS) AccountEvent event) {
        Counter present = signIns;
        String outcome = OUTCOMES.get(event.code());
        if (present != null && outcome != null) {
            present.labelValues(outcome).inc();
        }
    }
}
