package io.saltgate.api;

import io.saltgate.accounts.Caller;
import io.saltgate.api.schema.Nothing;
import io.saltgate.api.schema.Operation;
import io.saltgate.operator.OperatorScope;
import io.saltgate.usage.Usage;
import io.saltgate.webhooks.delivery.WebhookMetrics;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Locale;

/** Serves {@code /metrics} in Prometheus' text format 0.0.4; the one answer without the envelope. */
@Path("/metrics")
@RequestScoped
public class MetricsResource {

    private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    private final WebhookMetrics webhooks;
    private final Usage usage;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it; RESTEasy wants it public
    public MetricsResource() {
        this(null, null);
    }

    @Inject
    public MetricsResource(WebhookMetrics webhooks, Usage usage) {
        this.webhooks = webhooks;
        this.usage = usage;
    }

    @GET
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "getMetrics",
            tag = ApiTags.METRICS,
            summary = "Show how sending goes",
            description = "In Prometheus' text format 0.0.4: what waits of all nodes, and what this one does.",
            answer = Nothing.class)
    public Response get(@Context HttpServletRequest request) {
        Caller caller = AccountsResource.caller(request);
        WebhookMetrics.Snapshot now = webhooks.get(caller);
        return Response.ok(String.format(
                        Locale.ROOT,
                        """
                # HELP saltgate_webhook_deliveries_waiting Deliveries that are not done, of all nodes.
                # TYPE saltgate_webhook_deliveries_waiting gauge
                saltgate_webhook_deliveries_waiting %d
                # HELP saltgate_webhook_oldest_due_seconds How long the first delivery that is due has been so, of all nodes.
                # TYPE saltgate_webhook_oldest_due_seconds gauge
                saltgate_webhook_oldest_due_seconds %.3f
                # HELP saltgate_retention_behind_seconds By how much what is kept is older than it is to be kept.
                # TYPE saltgate_retention_behind_seconds gauge
                saltgate_retention_behind_seconds{of="webhooks"} %.3f
                saltgate_retention_behind_seconds{of="usage"} %d
                # HELP saltgate_webhook_attempts_under_way Attempts that this node is making.
                # TYPE saltgate_webhook_attempts_under_way gauge
                saltgate_webhook_attempts_under_way %d
                # HELP saltgate_webhook_attempts_total Attempts that this node has made since it was started.
                # TYPE saltgate_webhook_attempts_total counter
                saltgate_webhook_attempts_total{outcome="succeeded"} %d
                saltgate_webhook_attempts_total{outcome="failed"} %d
                # HELP saltgate_clock_offset_seconds By how much this node's clock is ahead of the database's.
                # TYPE saltgate_clock_offset_seconds gauge
                saltgate_clock_offset_seconds %.3f
                """,
                        now.waiting(),
                        now.oldestDueSeconds(),
                        now.retentionBehindSeconds(),
                        usage.getBehind(caller).toSeconds(),
                        now.underWay(),
                        now.succeeded(),
                        now.failed(),
                        now.clockOffsetSeconds()))
                .header("Content-Type", FORMAT)
                .header("Cache-Control", "no-store")
                .build();
    }
}
