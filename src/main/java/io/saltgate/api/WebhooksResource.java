package io.saltgate.api;

import io.saltgate.accounts.Caller;
import io.saltgate.api.idempotency.IdempotentCall;
import io.saltgate.operator.OperatorScope;
import io.saltgate.platform.SharedJson;
import io.saltgate.platform.net.OutboundUrl;
import io.saltgate.platform.net.UrlAdvice;
import io.saltgate.platform.web.Exchange;
import io.saltgate.webhooks.TypeFilter;
import io.saltgate.webhooks.endpoints.Endpoint;
import io.saltgate.webhooks.endpoints.Endpoints;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
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
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
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
    public Response list(@Context HttpServletRequest request) {
        JsonArrayBuilder list = SharedJson.createArrayBuilder();
        endpoints.list(AccountsResource.caller(request)).forEach(endpoint -> list.add(json(endpoint)));
        return Answers.ok(SharedJson.createObjectBuilder().add("webhooks", list));
    }

    @POST
    @NeedsScope(OperatorScope.ACCOUNTS)
    public Response add(@Context HttpServletRequest request, InputStream entity) {
        byte[] bytes = JsonBody.readBytes(request, entity);
        JsonBody body = JsonBody.parseRequired(request, bytes, "url", "types", "description", "mac");
        Endpoint.Settings settings = new Endpoint.Settings(
                url(body.text("url")),
                types(body.texts("types")),
                body.findText("description").map(WebhooksResource::description).orElse(null),
                !body.has("mac") || body.bool("mac"));
        return keys.serve(request, bytes, new Addition(AccountsResource.caller(request), settings));
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
            return Answers.success(Response.Status.CREATED.getStatusCode(), json(endpoint))
                    .build();
        }
    }

    /** Binds the change to the state at the start of the call: of two at once one gets 409. */
    @PATCH
    @Path("/{id}")
    @NeedsScope(OperatorScope.ACCOUNTS)
    public Response change(@Context HttpServletRequest request, @PathParam("id") String id, InputStream entity) {
        JsonBody body = JsonBody.read(request, entity, "url", "types", "description", "mac", "enabled");
        Caller caller = AccountsResource.caller(request);
        UUID endpoint = id(id);
        Endpoint before = endpoints.get(caller, endpoint);
        Endpoint.Settings settings = new Endpoint.Settings(
                url(body.has("url") ? body.text("url") : before.url()),
                body.has("types") ? types(body.texts("types")) : before.types(),
                body.has("description")
                        ? body.findText("description")
                                .map(WebhooksResource::description)
                                .orElse(null)
                        : before.description(),
                body.has("mac") ? body.bool("mac") : before.signsMac());
        boolean sets = body.has("url") || body.has("types") || body.has("description") || body.has("mac");
        Endpoint changed = endpoints.change(
                caller,
                endpoint,
                sets ? settings : null,
                before.version(),
                body.has("enabled") ? (Boolean) body.bool("enabled") : null);
        return Answers.ok(json(changed));
    }

    @DELETE
    @Path("/{id}")
    @NeedsScope(OperatorScope.ACCOUNTS)
    public Response remove(@Context HttpServletRequest request, @PathParam("id") String id) {
        endpoints.remove(AccountsResource.caller(request), id(id));
        return Answers.ok(SharedJson.createObjectBuilder().add("id", id));
    }

    static UUID id(String text) {
        return Exchange.parseId(text).orElseThrow(() -> CallRefused.of(404));
    }

    private static JsonObjectBuilder json(Endpoint endpoint) {
        JsonArrayBuilder types = SharedJson.createArrayBuilder();
        endpoint.types().names().forEach(types::add);
        JsonObjectBuilder object = SharedJson.createObjectBuilder()
                .add("id", endpoint.id().toString())
                .add("url", endpoint.url())
                .add("types", types);
        Answers.add(object, "description", endpoint.description())
                .add("mac", endpoint.signsMac())
                .add("enabled", endpoint.isOn());
        Answers.add(object, "disabledBecause", because(endpoint.offReason()));
        Answers.add(object, "failingSince", endpoint.failingSince());
        return object.add("createdAt", Answers.time(endpoint.createdAt()));
    }

    private static @Nullable String because(Endpoint.@Nullable OffReason reason) {
        return reason == null ? null : reason.name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    private static OutboundUrl url(String typed) {
        return switch (OutboundUrl.parse(typed)) {
            case OutboundUrl.Parsed.Ok ok -> ok.url();
            case OutboundUrl.Parsed.Bad bad ->
                throw CallRefused.unprocessable(
                        bad.complaint().code(),
                        character(bad.complaint(), typed)
                                        .orElse(
                                                "url must be an https address such as https://example.com/hooks, without user,"
                                                        + " fragment and spaces")
                                + "; it was " + Typed.quote(typed));
        };
    }

    /** Suggests a spelling of the host alone: paths may contain secrets, and messages end up in logs. */
    private static Optional<String> character(OutboundUrl.Complaint complaint, String typed) {
        return switch (complaint) {
            case CHARACTERS, HOST ->
                UrlAdvice.of(typed).map(advice -> switch (advice.place()) {
                    case HOST -> "the host of url can't contain " + advice.character() + asciiForm(advice);
                    case REST -> "url can't contain " + advice.character() + "; percent-encode it";
                });
            default -> Optional.empty();
        };
    }

    private static String asciiForm(UrlAdvice advice) {
        return advice.suggestion()
                .map(OutboundUrl::parse)
                .flatMap(parsed -> parsed instanceof OutboundUrl.Parsed.Ok ok
                        ? Optional.of(", its ASCII form is " + ok.url().host())
                        : Optional.empty())
                .orElse("");
    }

    private static TypeFilter types(List<String> names) {
        return TypeFilter.of(names)
                .orElseThrow(() -> CallRefused.unprocessable(
                        "event.types.invalid",
                        "types are " + TypeFilter.MAX_NAMES
                                + " event types at most, such as document.completed or document.*"));
    }

    private static String description(String text) {
        if (!Endpoint.isDescription(text)) {
            throw CallRefused.unprocessable(
                    "description.invalid",
                    "description is one line of at most " + Endpoint.MAX_DESCRIPTION + " characters");
        }
        return text;
    }
}
