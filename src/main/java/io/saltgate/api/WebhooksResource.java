package io.saltgate.api;

import io.saltgate.accounts.Caller;
import io.saltgate.api.answer.RemovedWebhook;
import io.saltgate.api.answer.WebhookData;
import io.saltgate.api.answer.WebhookList;
import io.saltgate.api.body.NewWebhook;
import io.saltgate.api.body.WebhookChange;
import io.saltgate.api.idempotency.IdempotentCall;
import io.saltgate.api.schema.Input;
import io.saltgate.api.schema.Operation;
import io.saltgate.operator.OperatorScope;
import io.saltgate.platform.web.ErrorCode;
import io.saltgate.platform.web.Exchange;
import io.saltgate.webhooks.TypeFilter;
import io.saltgate.webhooks.endpoints.Endpoint;
import io.saltgate.webhooks.endpoints.Endpoints;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Serves {@code /accounts/{slug}/webhooks}: an account's endpoints. */
@Path("/accounts/{slug}/webhooks")
@RequestScoped
public class WebhooksResource {

    private final Endpoints endpoints;
    private final IdempotencyKeys keys;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it; RESTEasy wants it public
    public WebhooksResource() {
        this(null, null);
    }

    @Inject
    public WebhooksResource(Endpoints endpoints, IdempotencyKeys keys) {
        this.endpoints = endpoints;
        this.keys = keys;
    }

    @GET
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "listWebhooks",
            tag = ApiTags.WEBHOOKS,
            summary = "List the endpoints",
            description = "Lists all endpoints of the account.",
            answer = WebhookList.class)
    public Response list(@Context HttpServletRequest request) {
        return Answers.ok(new WebhookList(endpoints.list(AccountsResource.caller(request)).stream()
                .map(WebhooksResource::data)
                .toList()));
    }

    @POST
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "addWebhook",
            tag = ApiTags.WEBHOOKS,
            summary = "Add an endpoint",
            description = "Adds an endpoint, up to 20. Its URL must be https and lead to a public address, unless the"
                    + " account's private targets allow another.",
            body = NewWebhook.class,
            status = 201,
            answer = WebhookData.class,
            idempotent = true,
            reads = Input.WEBHOOK_URL,
            errors = {
                ErrorCode.API_OFF,
                ErrorCode.WEBHOOK_ENDPOINTS_FULL,
                ErrorCode.EVENT_TYPES_INVALID,
                ErrorCode.DESCRIPTION_INVALID
            })
    public Response add(@Context HttpServletRequest request, InputStream entity) {
        JsonCall<NewWebhook> call = JsonCall.required(request, entity, NewWebhook.class);
        NewWebhook body = call.body();
        Endpoint.Settings settings = new Endpoint.Settings(
                WebhookUrl.parse(body.url()),
                types(Objects.requireNonNullElse(body.types(), List.of())),
                description(body.description()),
                Objects.requireNonNullElse(body.mac(), true));
        return keys.serve(request, call.bytes(), new Addition(AccountsResource.caller(request), settings));
    }

    private final class Addition implements IdempotentCall<Response> {

        private final Caller caller;
        private final Endpoint.Settings settings;
        private Endpoints.@Nullable Judged judged;

        Addition(Caller caller, Endpoint.Settings settings) {
            this.caller = caller;
            this.settings = settings;
        }

        @Override
        public void prepare() {
            judged = endpoints.judge(caller, settings);
        }

        @Override
        public Done<Response> perform() {
            Endpoint added = endpoints.add(caller, Objects.requireNonNull(judged));
            return Done.repeatable(created(added), 201, List.of(added.id()));
        }

        @Override
        public Response repeat(Earlier call) {
            return created(endpoints.get(caller, call.created().getFirst()));
        }

        private static Response created(Endpoint endpoint) {
            return Answers.success(Response.Status.CREATED.getStatusCode(), data(endpoint))
                    .build();
        }
    }

    /** Binds the change to the state at the start of the call: of two at once one gets 409. */
    @PATCH
    @Path("/{id}")
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "changeWebhook",
            tag = ApiTags.WEBHOOKS,
            summary = "Change an endpoint, switch it off or on",
            description = "Changes what the body has; the rest stays.",
            body = WebhookChange.class,
            answer = WebhookData.class,
            reads = Input.WEBHOOK_URL,
            errors = {
                ErrorCode.API_OFF,
                ErrorCode.WEBHOOK_ENDPOINT_CHANGED,
                ErrorCode.EVENT_TYPES_INVALID,
                ErrorCode.DESCRIPTION_INVALID
            })
    public Response change(@Context HttpServletRequest request, @PathParam("id") String id, InputStream entity) {
        JsonCall<WebhookChange> call = JsonCall.required(request, entity, WebhookChange.class);
        WebhookChange body = call.body();
        Caller caller = AccountsResource.caller(request);
        UUID endpoint = id(id);
        Endpoint before = endpoints.get(caller, endpoint);
        Endpoint.Settings settings = new Endpoint.Settings(
                WebhookUrl.parse(Objects.requireNonNullElse(body.url(), before.url())),
                body.types() == null ? before.types() : types(body.types()),
                call.has("description") ? description(body.description()) : before.description(),
                Objects.requireNonNullElse(body.mac(), before.signsMac()));
        boolean sets = Stream.of("url", "types", "description", "mac").anyMatch(call::has);
        Endpoint changed = endpoints.change(caller, endpoint, sets ? settings : null, before.version(), body.enabled());
        return Answers.ok(data(changed));
    }

    @DELETE
    @Path("/{id}")
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "removeWebhook",
            tag = ApiTags.WEBHOOKS,
            summary = "Remove an endpoint",
            description = "Removes an endpoint by its id, and cancels what is pending for it.",
            answer = RemovedWebhook.class)
    public Response remove(@Context HttpServletRequest request, @PathParam("id") String id) {
        endpoints.remove(AccountsResource.caller(request), id(id));
        return Answers.ok(new RemovedWebhook(id));
    }

    static UUID id(String text) {
        return Exchange.parseId(text).orElseThrow(() -> CallRefused.of(404));
    }

    private static WebhookData data(Endpoint endpoint) {
        Endpoint.OffReason reason = endpoint.offReason();
        return new WebhookData(
                endpoint.id().toString(),
                endpoint.url(),
                endpoint.types().names(),
                endpoint.description(),
                endpoint.signsMac(),
                endpoint.isOn(),
                reason == null ? null : Answers.word(reason),
                endpoint.failingSince(),
                Answers.time(endpoint.createdAt()));
    }

    private static TypeFilter types(List<String> names) {
        return TypeFilter.of(names)
                .orElseThrow(() -> CallRefused.unprocessable(
                        "event.types.invalid",
                        "types are " + TypeFilter.MAX_NAMES
                                + " event types at most, such as document.completed or document.*"));
    }

    private static @Nullable String description(@Nullable String text) {
        if (text != null && !Endpoint.isDescription(text)) {
            throw CallRefused.unprocessable(
                    "description.invalid",
                    "description is one line of at most " + Endpoint.MAX_DESCRIPTION + " characters");
        }
        return text;
    }
}
