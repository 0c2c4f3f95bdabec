package io.saltgate.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.accounts.Caller;
import io.saltgate.api.answer.AcceptedEvent;
import io.saltgate.api.body.EventBody;
import io.saltgate.api.idempotency.InProgress;
import io.saltgate.api.schema.Operation;
import io.saltgate.operator.OperatorScope;
import io.saltgate.platform.db.Conflicts;
import io.saltgate.platform.web.ErrorCode;
import io.saltgate.platform.web.TraceParent;
import io.saltgate.webhooks.DocumentId;
import io.saltgate.webhooks.EventType;
import io.saltgate.webhooks.NewEvent;
import io.saltgate.webhooks.Payload;
import io.saltgate.webhooks.events.Events;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Serves {@code /accounts/{slug}/events}: accepts events that are sent to the account's endpoints. */
@Path("/accounts/{slug}/events")
@RequestScoped
public class EventsResource {

    /** The longest body: a payload and the members around it. */
    private static final int MAX_BYTES = Payload.MAX_BYTES + 4 * 1024;

    private static final int MAX_DEPTH = 64;

    private static final JsonCall.Limits LIMITS = new JsonCall.Limits(MAX_BYTES, MAX_DEPTH);

    private final Events events;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it; RESTEasy wants it public
    public EventsResource() {
        this(null);
    }

    @Inject
    public EventsResource(Events events) {
        this.events = events;
    }

    @POST
    @NeedsScope(OperatorScope.EVENTS)
    @Operation(
            id = "sendEvent",
            tag = ApiTags.EVENTS,
            summary = "Hand in an event",
            description =
                    "Stores an event and sends it to each endpoint that takes its type. Once this is answered, it is"
                            + " delivered. The `Idempotency-Key` counts for the account, whichever operator key sends"
                            + " it.",
            body = EventBody.class,
            status = 202,
            answer = AcceptedEvent.class,
            idempotent = true,
            errors = {
                ErrorCode.API_OFF,
                ErrorCode.EVENT_TYPE_INVALID,
                ErrorCode.DOCUMENT_ID_INVALID,
                ErrorCode.PAYLOAD_RESERVED
            })
    public Response accept(@Context HttpServletRequest request, InputStream entity) {
        String key = IdempotencyKeys.find(request).orElse(null);
        JsonCall<EventBody> call = JsonCall.required(request, entity, EventBody.class, LIMITS);
        NewEvent event =
                event(call, TraceParent.find(request).map(TraceParent::text).orElse(null));
        UUID id = accept(AccountsResource.caller(request), event, key, call.bytes());
        return Answers.success(
                        Response.Status.ACCEPTED.getStatusCode(), new AcceptedEvent(id.toString(), id.toString()))
                .build();
    }

    /** Stores an event. Of two calls with one key at once, one fails and then finds what the other has stored. */
    private UUID accept(Caller caller, NewEvent event, @Nullable String key, byte[] bytes) {
        try {
            return events.accept(caller, event, key, bytes);
        } catch (EJBException e) {
            refuseUnlessBusy(e, key);
        }
        try {
            return events.accept(caller, event, key, bytes);
        } catch (EJBException e) {
            refuseUnlessBusy(e, key);
            throw new InProgress();
        }
    }

    private static void refuseUnlessBusy(EJBException failure, @Nullable String key) {
        if (key == null || !Conflicts.isWithAnother(failure)) {
            throw failure;
        }
    }

    private static NewEvent event(JsonCall<EventBody> call, @Nullable String traceparent) {
        EventBody body = call.body();
        EventType type = EventType.parse(body.type())
                .orElseThrow(() -> CallRefused.unprocessable(
                        "event.type.invalid",
                        "type is up to 100 letters, digits, hyphens and underscores, with dots between words; it was "
                                + Typed.quote(body.type())));
        DocumentId documentId = DocumentId.parse(body.documentId())
                .orElseThrow(() -> CallRefused.unprocessable(
                        "document.id.invalid", "documentId is a text of 1 to 255 characters"));
        Payload.findReserved(body.payload().propertyNames()).ifPresent(name -> {
            throw CallRefused.unprocessable(
                    "payload.reserved", "payload has the member " + name + ", which each webhook has of its own");
        });
        String payload =
                Payload.cut(new String(call.bytes(), UTF_8), "payload").orElseThrow(IllegalStateException::new);
        if (payload.getBytes(UTF_8).length > Payload.MAX_BYTES) {
            throw CallRefused.of(413);
        }
        return new NewEvent(type, documentId, new Payload(payload), traceparent);
    }
}
