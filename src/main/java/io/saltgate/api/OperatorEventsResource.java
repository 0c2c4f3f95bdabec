package io.saltgate.api;

import io.saltgate.accounts.Caller;
import io.saltgate.api.answer.AcceptedEvent;
import io.saltgate.api.answer.IssuedOperatorSecret;
import io.saltgate.api.answer.OperatorEventsData;
import io.saltgate.api.body.OperatorEventsTarget;
import io.saltgate.api.idempotency.AnswerGone;
import io.saltgate.api.idempotency.IdempotentCall;
import io.saltgate.api.schema.Input;
import io.saltgate.api.schema.Operation;
import io.saltgate.operator.OperatorScope;
import io.saltgate.operatorevents.OperatorEventType;
import io.saltgate.operatorevents.OperatorEvents;
import io.saltgate.platform.net.OutboundUrl;
import io.saltgate.platform.web.ErrorCode;
import io.saltgate.webhooks.TypeFilter;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Serves {@code /operator-events}: where the operator gets what happens in accounts. */
@Path("/operator-events")
@RequestScoped
public class OperatorEventsResource {

    private final OperatorEvents events;
    private final IdempotencyKeys keys;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it; RESTEasy wants it public
    public OperatorEventsResource() {
        this(null, null);
    }

    @Inject
    public OperatorEventsResource(OperatorEvents events, IdempotencyKeys keys) {
        this.events = events;
        this.keys = keys;
    }

    @GET
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "getOperatorEvents",
            tag = ApiTags.OPERATOR_EVENTS,
            summary = "Show where operator events are sent",
            description = "Shows the endpoint, what waits for it, and whether it fails. Its `url` is null while no"
                    + " events are sent.",
            answer = OperatorEventsData.class)
    public Response get(@Context HttpServletRequest request) {
        return Answers.ok(OperatorEventsData.of(events.getStatus(AccountsResource.caller(request)), null));
    }

    @PUT
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "setOperatorEvents",
            tag = ApiTags.OPERATOR_EVENTS,
            summary = "Set where operator events are sent",
            description = "Takes effect at once, also for events that wait. The first such call creates the secret, and"
                    + " its answer is the only one with it; another URL keeps the secret.",
            body = OperatorEventsTarget.class,
            answer = OperatorEventsData.class,
            idempotent = true,
            reads = Input.WEBHOOK_URL,
            errors = ErrorCode.EVENT_TYPES_INVALID)
    public Response set(@Context HttpServletRequest request, InputStream entity) {
        JsonCall<OperatorEventsTarget> call = JsonCall.required(request, entity, OperatorEventsTarget.class);
        OutboundUrl url = WebhookUrl.parse(call.body().url());
        TypeFilter types = types(Objects.requireNonNullElse(call.body().types(), List.of()));
        return keys.serve(request, call.bytes(), new Setting(AccountsResource.caller(request), url, types));
    }

    private final class Setting implements IdempotentCall<Response> {

        private final Caller caller;
        private final OutboundUrl url;
        private final TypeFilter types;
        private OperatorEvents.@Nullable Judged judged;

        Setting(Caller caller, OutboundUrl url, TypeFilter types) {
            this.caller = caller;
            this.url = url;
            this.types = types;
        }

        @Override
        public void prepare() {
            judged = events.judge(caller, url, types);
        }

        @Override
        public Done<Response> perform() {
            Optional<OperatorEvents.Issued> issued = events.set(caller, Objects.requireNonNull(judged));
            return Done.repeatable(
                    answer(issued),
                    200,
                    issued.map(OperatorEvents.Issued::id).stream().toList());
        }

        @Override
        public Response repeat(Earlier call) {
            if (call.created().isEmpty()) {
                return answer(Optional.empty());
            }
            return answer(Optional.of(
                    events.findSecret(caller, call.created().getFirst()).orElseThrow(AnswerGone::new)));
        }

        private Response answer(Optional<OperatorEvents.Issued> issued) {
            return Answers.ok(OperatorEventsData.of(
                    events.getStatus(caller),
                    issued.map(each -> each.secret().reveal()).orElse(null)));
        }
    }

    @DELETE
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "endOperatorEvents",
            tag = ApiTags.OPERATOR_EVENTS,
            summary = "Switch operator events off",
            description = "Sends none any more, and deletes the secret and the events that wait.",
            answer = OperatorEventsData.class)
    public Response end(@Context HttpServletRequest request) {
        Caller caller = AccountsResource.caller(request);
        events.switchOff(caller);
        return Answers.ok(OperatorEventsData.of(events.getStatus(caller), null));
    }

    @POST
    @Path("/secret/rotation")
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "rotateOperatorSecret",
            tag = ApiTags.OPERATOR_EVENTS,
            summary = "Rotate the secret of operator events",
            description = "Creates a new secret. It takes effect at once, also for events that are sent again.",
            bodyRequired = false,
            answer = IssuedOperatorSecret.class,
            idempotent = true,
            errors = ErrorCode.OPERATOR_EVENTS_OFF)
    public Response rotate(@Context HttpServletRequest request, InputStream entity) {
        byte[] bytes = JsonCall.none(request, entity).bytes();
        return keys.serve(request, bytes, new SecretRotation(AccountsResource.caller(request)));
    }

    private final class SecretRotation implements IdempotentCall<Response> {

        private final Caller caller;

        SecretRotation(Caller caller) {
            this.caller = caller;
        }

        @Override
        public Done<Response> perform() {
            OperatorEvents.Issued issued = events.rotateSecret(caller);
            return Done.repeatable(answer(issued), 200, List.of(issued.id()));
        }

        @Override
        public Response repeat(Earlier call) {
            return answer(events.findSecret(caller, call.created().getFirst()).orElseThrow(AnswerGone::new));
        }

        private static Response answer(OperatorEvents.Issued issued) {
            return Answers.ok(new IssuedOperatorSecret(issued.secret().reveal()));
        }
    }

    @POST
    @Path("/test")
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "testOperatorEvents",
            tag = ApiTags.OPERATOR_EVENTS,
            summary = "Send a test event",
            description = "Sends an event of type `test`, whatever types the endpoint takes.",
            bodyRequired = false,
            status = 202,
            answer = AcceptedEvent.class,
            errors = ErrorCode.OPERATOR_EVENTS_OFF)
    public Response test(@Context HttpServletRequest request, InputStream entity) {
        JsonCall.none(request, entity);
        String id = events.test(AccountsResource.caller(request)).toString();
        return Answers.success(Response.Status.ACCEPTED.getStatusCode(), new AcceptedEvent(id, id))
                .build();
    }

    private static TypeFilter types(List<String> names) {
        return TypeFilter.of(names)
                .filter(filter -> filter.names().stream().allMatch(OperatorEventType::isNamedBy))
                .orElseThrow(() -> CallRefused.unprocessable(
                        "event.types.invalid",
                        "types are types of operator events, such as token.regenerated or member.*"));
    }
}
