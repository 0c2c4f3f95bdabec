package io.saltgate.apiaccess.web;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.apiaccess.ApiAccesses;
import io.saltgate.apiaccess.ApiChanged;
import io.saltgate.apiaccess.ApiStatus;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Routes;
import io.saltgate.platform.SharedJson;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.JsonEnvelope;
import io.saltgate.team.People;
import io.saltgate.usage.Usage;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The page Settings > API, with its actions as sub-resources. */
@WebServlet("/settings/api/*")
public class ApiPage extends AccountPage {

    static final String PATH = "/settings/api";

    static final Routes ROUTES = Routes.of(PATH, Permission.SEE_API)
            .get("/token/rotation", Permission.CHANGE_API)
            .get("/deactivation", Permission.CHANGE_API)
            .post("/activation", Permission.CHANGE_API)
            .post("/deactivation", Permission.CHANGE_API)
            .post("/token/rotation", Permission.CHANGE_API)
            .post("/token/overlap/end", Permission.CHANGE_API)
            .post("/pause", Permission.PAUSE_API)
            .post("/resumption", Permission.PAUSE_API)
            .post("/token/disclosure", Permission.REVEAL_SECRETS)
            .post("/salt/disclosure", Permission.REVEAL_SECRETS);

    /** The times for which the page offers to keep the old token. */
    private static final List<String> OVERLAPS = List.of("PT0S", "PT1H", "PT24H", "P7D");

    private final transient ApiAccesses apiAccesses;
    private final transient People people;
    private final transient Usage usage;
    private final transient ApiPageSettings settings;

    @Inject
    public ApiPage(ApiAccesses apiAccesses, People people, Usage usage, ApiPageSettings settings) {
        super(ROUTES);
        this.apiAccesses = apiAccesses;
        this.people = people;
        this.usage = usage;
        this.settings = settings;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        switch (exchange.subPath()) {
            case "" -> show(exchange, HttpServletResponse.SC_OK, "apiaccess/settings", null);
            case "/token/rotation" -> showIfOn(exchange, HttpServletResponse.SC_OK, "apiaccess/rotation", null);
            case "/deactivation" -> showIfOn(exchange, HttpServletResponse.SC_OK, "apiaccess/deactivation", null);
            default -> exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        Caller caller = caller(exchange);
        try {
            switch (exchange.subPath()) {
                case "/activation" -> {
                    apiAccesses.enable(caller, exchange.id("change").orElse(null));
                    exchange.redirect(path(exchange, PATH), "api.enabled");
                }
                case "/pause" -> act(exchange, "enabling", apiAccesses::pause, "api.paused");
                case "/resumption" -> act(exchange, "enabling", apiAccesses::resume, "api.resumed");
                case "/token/rotation" -> regenerate(exchange);
                case "/token/overlap/end" -> act(exchange, "old", apiAccesses::endOverlap, "token.overlap.ended");
                case "/deactivation" -> act(exchange, "enabling", apiAccesses::disable, "api.disabled");
                case "/token/disclosure" ->
                    disclose(exchange, "token", apiAccesses.revealToken(caller).reveal());
                case "/salt/disclosure" ->
                    disclose(exchange, "salt", apiAccesses.revealSalt(caller).reveal());
                default -> exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            }
        } catch (ApiChanged e) {
            explain(exchange, e);
        }
    }

    /**
     * Regenerates the token. A form that doesn't say how long to keep the old one ends it at once, as an emergency
     * needs.
     */
    private void regenerate(Exchange exchange) throws IOException {
        String choice = exchange.field("keepOldFor");
        if (choice.isEmpty() || choice.equals(OVERLAPS.getFirst())) {
            act(exchange, "token", apiAccesses::regenerate, "token.regenerated");
        } else if (OVERLAPS.contains(choice)) {
            Duration keepOldFor = Duration.parse(choice);
            act(
                    exchange,
                    "token",
                    (caller, token) -> apiAccesses.regenerate(caller, token, keepOldFor),
                    "token.regenerated.kept");
        } else {
            showIfOn(exchange, Exchange.UNPROCESSABLE, "apiaccess/rotation", "rotation.keep.invalid");
        }
    }

    /** Runs the action with the id that the form is bound to; a form without one isn't ours. */
    private void act(Exchange exchange, String boundTo, BiConsumer<Caller, UUID> action, String done)
            throws IOException {
        var id = exchange.id(boundTo);
        if (id.isEmpty()) {
            exchange.fail(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        action.accept(caller(exchange), id.get());
        exchange.redirect(path(exchange, PATH), done);
    }

    private static void disclose(Exchange exchange, String which, String secret) throws IOException {
        exchange.response().setHeader("Cache-Control", "no-store");
        if (exchange.wantsJson()) {
            exchange.json(
                    HttpServletResponse.SC_OK,
                    JsonEnvelope.success(SharedJson.createObjectBuilder()
                            .add("value", secret)
                            .build()));
        } else {
            exchange.render("apiaccess/secret", Map.of("which", which, "secret", secret));
        }
    }

    private void explain(Exchange exchange, ApiChanged changed) throws IOException {
        if (exchange.wantsJson()) {
            exchange.json(HttpServletResponse.SC_CONFLICT, JsonEnvelope.failure(changed.code(), "Reload the page."));
            return;
        }
        Map<String, Object> model = new HashMap<>();
        model.put("changed", changed);
        UUID by = changed.changedBy();
        model.put(
                "by",
                by == null
                        ? ""
                        : Objects.requireNonNullElse(
                                people.names(caller(exchange), Set.of(by)).get(by), ""));
        exchange.render(HttpServletResponse.SC_CONFLICT, "apiaccess/changed", model);
    }

    private void showIfOn(Exchange exchange, int status, String template, @Nullable String complaint)
            throws IOException {
        if (apiAccesses.getStatus(caller(exchange)) instanceof ApiStatus.Enabled) {
            show(exchange, status, template, complaint);
        } else {
            exchange.redirect(path(exchange, PATH));
        }
    }

    private void show(Exchange exchange, int answer, String template, @Nullable String complaint) throws IOException {
        ApiStatus status = apiAccesses.getStatus(caller(exchange));
        Map<String, Object> model = new HashMap<>();
        model.put("status", status);
        model.put("settings", settings);
        if (status instanceof ApiStatus.Enabled enabled) {
            model.put("names", people.names(caller(exchange), people(enabled)));
            model.put(
                    "lastCall",
                    usage.findLastCall(caller(exchange), enabled.tokenId()).orElse(null));
            model.put("samples", Sample.calls(settings));
            if (enabled.overlap() != null) {
                model.put(
                        "oldUse",
                        usage.findLastUse(caller(exchange), enabled.overlap().tokenId())
                                .orElse(null));
            }
        }
        model.put("overlaps", OVERLAPS);
        model.put("complaint", complaint);
        exchange.render(answer, status instanceof ApiStatus.Off ? "apiaccess/off" : template, model);
    }

    private static Set<UUID> people(ApiStatus.Enabled enabled) {
        Set<UUID> people = new HashSet<>();
        Stream.of(
                        enabled.enabled(),
                        enabled.regenerated(),
                        enabled.tokenCopied(),
                        enabled.saltCopied(),
                        enabled.pausedBy())
                .filter(Objects::nonNull)
                .map(ApiStatus.Attribution::by)
                .filter(Objects::nonNull)
                .forEach(people::add);
        return people;
    }
}
