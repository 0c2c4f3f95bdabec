package io.saltgate.api;

import io.saltgate.accounts.Caller;
import io.saltgate.api.idempotency.IdempotentCall;
import io.saltgate.operator.OperatorScope;
import io.saltgate.platform.SharedJson;
import io.saltgate.platform.web.Exchange;
import io.saltgate.webhooks.EventType;
import io.saltgate.webhooks.delivery.Attempt;
import io.saltgate.webhooks.delivery.Delivery;
import io.saltgate.webhooks.events.Deliveries;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Serves {@code /accounts/{slug}/deliveries}: lists deliveries, and replays one. */
@Path("/accounts/{slug}/deliveries")
@RequestScoped
public class DeliveriesResource {

    private final Deliveries deliveries;
    private final IdempotencyKeys keys;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it; RESTEasy wants it public
    public DeliveriesResource() {
        this(null, null);
    }

    @Inject
    public DeliveriesResource(Deliveries deliveries, IdempotencyKeys keys) {
        this.deliveries = deliveries;
        this.keys = keys;
    }

    @GET
    @NeedsScope(OperatorScope.ACCOUNTS)
    public Response list(
            @Context HttpServletRequest request,
            @QueryParam("webhook") @DefaultValue("") String webhook,
            @QueryParam("state") @DefaultValue("") String state,
            @QueryParam("type") @DefaultValue("") String type,
            @QueryParam("cursor") @DefaultValue("") String cursor) {
        if (!type.isEmpty() && EventType.parse(type).isEmpty()) {
            throw invalid("type", type);
        }
        Deliveries.Slice slice = deliveries.list(
                AccountsResource.caller(request),
                new Deliveries.Filter(
                        parse("webhook", webhook),
                        state(state),
                        type.isEmpty() ? null : type,
                        parse("cursor", cursor)));
        JsonArrayBuilder lines = SharedJson.createArrayBuilder();
        slice.lines().forEach(line -> lines.add(json(line)));
        return Answers.ok(Answers.add(
                SharedJson.createObjectBuilder().add("deliveries", lines),
                "nextCursor",
                slice.next().orElse(null)));
    }

    @GET
    @Path("/{id}")
    @NeedsScope(OperatorScope.ACCOUNTS)
    public Response get(@Context HttpServletRequest request, @PathParam("id") String id) {
        Deliveries.Details details = deliveries.get(AccountsResource.caller(request), WebhooksResource.id(id));
        JsonArrayBuilder attempts = SharedJson.createArrayBuilder();
        details.attempts().forEach(attempt -> attempts.add(json(attempt)));
        return Answers.ok(json(details.line()).add("made", attempts));
    }

    @POST
    @Path("/{id}/replay")
    @NeedsScope(OperatorScope.ACCOUNTS)
    public Response replay(@Context HttpServletRequest request, @PathParam("id") String id, InputStream entity) {
        byte[] bytes = JsonBody.readBytes(request, entity);
        JsonBody.parseOptional(request, bytes);
        return keys.serve(
                request, bytes, new Replay(AccountsResource.caller(request), WebhooksResource.id(id), deliveries));
    }

    private record Replay(Caller caller, UUID delivery, Deliveries deliveries) implements IdempotentCall<Response> {

        @Override
        public Done<Response> perform() {
            UUID again = deliveries.replay(caller, delivery);
            return Done.repeatable(accepted(again), 202, List.of(again));
        }

        @Override
        public Response repeat(Earlier call) {
            return accepted(call.created().getFirst());
        }

        private static Response accepted(UUID again) {
            return Answers.success(
                            Response.Status.ACCEPTED.getStatusCode(),
                            SharedJson.createObjectBuilder().add("id", again.toString()))
                    .build();
        }
    }

    private static JsonObjectBuilder json(Deliveries.Line line) {
        Delivery delivery = line.delivery();
        JsonObjectBuilder object = SharedJson.createObjectBuilder()
                .add("id", delivery.id().toString())
                .add("webhook", delivery.endpointId().toString())
                .add("eventId", delivery.eventId().toString())
                .add("type", line.type())
                .add("documentId", line.documentId())
                .add("cause", word(delivery.cause()))
                .add("state", word(line.state()))
                .add("attempts", delivery.attempts());
        boolean waits = line.state() == Delivery.State.PENDING && !delivery.isUnderWay();
        return Answers.add(object, "nextAttemptAt", waits ? delivery.dueAt() : null)
                .add("createdAt", delivery.createdAt().toString());
    }

    private static JsonObjectBuilder json(Attempt attempt) {
        JsonObjectBuilder object = SharedJson.createObjectBuilder()
                .add("number", attempt.number())
                .add("beganAt", attempt.beganAt().toString())
                .add("millis", attempt.millis())
                .add("outcome", word(attempt.outcome()));
        Integer status = attempt.status();
        return status == null ? object.addNull("status") : object.add("status", status);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    private static @Nullable UUID parse(String name, String text) {
        return text.isEmpty() ? null : Exchange.parseId(text).orElseThrow(() -> invalid(name, text));
    }

    private static Delivery.@Nullable State state(String text) {
        return text.isEmpty()
                ? null
                : Arrays.stream(Delivery.State.values())
                        .filter(state -> word(state).equals(text))
                        .findFirst()
                        .orElseThrow(() -> invalid("state", text));
    }

    private static CallRefused invalid(String name, String text) {
        return CallRefused.unprocessable(name + ".invalid", name + " can't be " + Typed.quote(text));
    }
}
