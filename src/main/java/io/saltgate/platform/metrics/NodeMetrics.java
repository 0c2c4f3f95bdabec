package io.saltgate.platform.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.saltgate.platform.logging.ServerLogs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the registry of this node's metrics. Not the library's default one, which would outlive the application. */
@ApplicationScoped
public class NodeMetrics {

    @Produces
    @Singleton
    PrometheusRegistry registry() {
        PrometheusRegistry registry = new PrometheusRegistry();
        CounterWithCallback.builder()
                .name("saltgate_log_records_dropped_total")
                .help("Log records of this node that were left out because too many were alike.")
                .callback(callback -> callback.call((double) ServerLogs.leftOut()))
                .register(registry);
        return registry;
    }
}
