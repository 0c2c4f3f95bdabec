package io.saltgate.api;

import io.saltgate.accounts.Caller;
import io.saltgate.api.answer.AttemptData;
import io.saltgate.api.answer.DeliveryData;
import io.saltgate.api.answer.DeliveryPage;
import io.saltgate.api.answer.ReplayedDelivery;
import io.saltgate.api.idempotency.IdempotentCall;
import io.saltgate.api.schema.Operation;
import io.saltgate.api.schema.Parameter;
import io.saltgate.operator.OperatorScope;
import io.saltgate.platform.web.ErrorCode;
import io.saltgate.platform.web.Exchange;
import io.saltgate.webhooks.EventType;
import io.saltgate.webhooks.delivery.Attempt;
import io.saltgate.webhooks.delivery.Delivery;
import io.saltgate.webhooks.events.Deliveries;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
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
    @Operation(
            id = "listDeliveries",
            tag = ApiTags.DELIVERIES,
            summary = "List deliveries",
            description =
                    "Lists what was sent, newest first. With a filter, a page can be short or empty and still have"
                            + " `nextCursor`, since each page searches 2,000 deliveries.",
            parameters = {
                @Parameter(
                        name = "webhook",
                        description = "The id of an endpoint: only its deliveries.",
                        example = "01890a5d-ac96-774b-bcce-b302099a8058"),
                @Parameter(
                        name = "state",
                        description = "Only those in this state.",
                        example = "failed",
                        oneOf = {"pending", "succeeded", "failed", "cancelled"}),
                @Parameter(
                        name = "type",
                        description = "Only those of events of this type.",
                        example = "document.completed"),
                @Parameter(
                        name = "cursor",
                        description = "`nextCursor` of the page before.",
                        example = "01890a5d-ac96-774b-bcce-b302099a8057")
            },
            answer = DeliveryPage.class,
            errors = {
                ErrorCode.WEBHOOK_INVALID,
                ErrorCode.STATE_INVALID,
                ErrorCode.TYPE_INVALID,
                ErrorCode.CURSOR_INVALID
            })
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
        return Answers.ok(new DeliveryPage(
                slice.lines().stream().map(DeliveriesResource::data).toList(),
                slice.next().map(UUID::toString).orElse(null)));
    }

    @GET
    @Path("/{id}")
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "getDelivery",
            tag = ApiTags.DELIVERIES,
            summary = "Show a delivery and its attempts",
            description = "Shows one delivery with each of its attempts.",
            answer = DeliveryData.class)
    public Response get(@Context HttpServletRequest request, @PathParam("id") String id) {
        Deliveries.Details details = deliveries.get(AccountsResource.caller(request), WebhooksResource.id(id));
        return Answers.ok(data(details.line())
                .with(details.attempts().stream().map(DeliveriesResource::data).toList()));
    }

    @POST
    @Path("/{id}/replay")
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "replayDelivery",
            tag = ApiTags.DELIVERIES,
            summary = "Send a delivery once more",
            description = "Sends the event to the endpoint again, as a new delivery with an id of its own.",
            bodyRequired = false,
            status = 202,
            answer = ReplayedDelivery.class,
            idempotent = true,
            errors = {ErrorCode.WEBHOOK_ENDPOINT_OFF, ErrorCode.API_OFF})
    public Response replay(@Context HttpServletRequest request, @PathParam("id") String id, InputStream entity) {
        byte[] bytes = JsonCall.none(request, entity).bytes();
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
            return Answers.success(Response.Status.ACCEPTED.getStatusCode(), new ReplayedDelivery(again.toString()))
                    .build();
        }
    }

    private static DeliveryData data(Deliveries.Line line) {
        Delivery delivery = line.delivery();
        boolean waits = line.state() == Delivery.State.PENDING && !delivery.isUnderWay();
        return new DeliveryData(
                delivery.id().toString(),
                delivery.endpointId().toString(),
                delivery.eventId().toString(),
                line.type(),
                line.documentId(),
                Answers.word(delivery.cause()),
                Answers.word(line.state()),
                delivery.attempts(),
                waits ? delivery.dueAt() : null,
                delivery.createdAt(),
                null);
    }

    private static AttemptData data(Attempt attempt) {
        return new AttemptData(
                attempt.number(),
                attempt.beganAt(),
                attempt.millis(),
                Answers.word(attempt.outcome()),
                attempt.status());
    }

    private static @Nullable UUID parse(String name, String text) {
        return text.isEmpty() ? null : Exchange.parseId(text).orElseThrow(() -> invalid(name, text));
    }

    private static Delivery.@Nullable State state(String text) {
        return text.isEmpty()
                ? null
                : Arrays.stream(Delivery.State.values())
                        .filter(state -> Answers.word(state).equals(text))
                        .findFirst()
                        .orElseThrow(() -> invalid("state", text));
    }

    private static CallRefused invalid(String name, String text) {
        return CallRefused.unprocessable(name + ".invalid", name + " can't be " + Typed.quote(text));
    }
}
