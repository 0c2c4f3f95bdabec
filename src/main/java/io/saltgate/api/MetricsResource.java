package io.saltgate.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.saltgate.accounts.Caller;
import io.saltgate.api.schema.Nothing;
import io.saltgate.api.schema.Operation;
import io.saltgate.operator.OperatorScope;
import io.saltgate.operatorevents.OperatorEvents;
import io.saltgate.usage.Usage;
import io.saltgate.webhooks.delivery.WebhookMetrics;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Serves {@code /metrics} in Prometheus' text format 0.0.4; the one answer without the envelope. */
@Path("/metrics")
@RequestScoped
public class MetricsResource {

    private static final PrometheusTextFormatWriter WRITER = PrometheusTextFormatWriter.create();

    private final PrometheusRegistry node;
    private final WebhookMetrics webhooks;
    private final Usage usage;
    private final OperatorEvents operatorEvents;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it; RESTEasy wants it public
    public MetricsResource() {
        this(null, null, null, null);
    }

    @Inject
    public MetricsResource(
            PrometheusRegistry node, WebhookMetrics webhooks, Usage usage, OperatorEvents operatorEvents) {
        this.node = node;
        this.webhooks = webhooks;
        this.usage = usage;
        this.operatorEvents = operatorEvents;
    }

    @GET
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "getMetrics",
            tag = ApiTags.METRICS,
            summary = "Show how it goes",
            description = "In Prometheus' text format 0.0.4: what waits of all nodes, and what this one does and has"
                    + " done since it started.",
            answer = Nothing.class)
    public Response get(@Context HttpServletRequest request) throws IOException {
        PrometheusRegistry asked = ask(AccountsResource.caller(request));
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        node.scrape().stream().forEach(all::metricSnapshot);
        asked.scrape().stream().forEach(all::metricSnapshot);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        WRITER.write(text, all.build());
        return Response.ok(text.toString(UTF_8))
                .header("Content-Type", WRITER.getContentType())
                .header("Cache-Control", "no-store")
                .build();
    }

    /** What has to be asked for with the caller's rights. */
    private PrometheusRegistry ask(Caller caller) {
        PrometheusRegistry registry = new PrometheusRegistry();
        WebhookMetrics.Snapshot now = webhooks.get(caller);
        gauge(registry, "saltgate_webhook_deliveries_waiting", "Deliveries that are not done, of all nodes.", (double)
                now.waiting());
        gauge(
                registry,
                "saltgate_webhook_oldest_due_seconds",
                "How long the first delivery that is due has been so, of all nodes.",
                now.oldestDueSeconds());
        Gauge behind = Gauge.builder()
                .name("saltgate_retention_behind_seconds")
                .help("By how much what is kept is older than it is to be kept.")
                .labelNames("of")
                .register(registry);
        behind.labelValues("webhooks").set(now.retentionBehindSeconds());
        behind.labelValues("usage").set((double) usage.getBehind(caller).toSeconds());
        gauge(registry, "saltgate_webhook_attempts_under_way", "Attempts that this node is making.", now.underWay());
        Counter attempts = Counter.builder()
                .name("saltgate_webhook_attempts_total")
                .help("Attempts of this node since it started.")
                .labelNames("outcome")
                .register(registry);
        attempts.labelValues("succeeded").inc(now.succeeded());
        attempts.labelValues("failed").inc(now.failed());
        gauge(
                registry,
                "saltgate_clock_offset_seconds",
                "By how much this node's clock is ahead of the database's.",
                now.clockOffsetSeconds());
        gauge(
                registry,
                "saltgate_operator_events_waiting",
                "Operator events that are still to be sent, of all nodes.",
                (double) operatorEvents.getStatus(caller).waiting());
        return registry;
    }

    private static void gauge(PrometheusRegistry registry, String name, String help, double value) {
        Gauge.builder().name(name).help(help).register(registry).set(value);
    }
}
