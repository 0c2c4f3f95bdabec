package io.saltgate.webhooks.web;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Routes;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Flash;
import io.saltgate.webhooks.ApiIsOff;
import io.saltgate.webhooks.EventCatalogue;
import io.saltgate.webhooks.endpoints.Endpoint;
import io.saltgate.webhooks.endpoints.Endpoints;
import io.saltgate.webhooks.endpoints.TooManyHeaders;
import io.saltgate.webhooks.events.Deliveries;
import io.saltgate.webhooks.events.EndpointIsOff;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Settings > Webhooks > one endpoint, and its actions as sub-resources. */
@WebServlet("/settings/webhooks/endpoints/*")
public class EndpointPage extends AccountPage {

    static final String PATH = WebhooksPage.PATH + "/endpoints";

    static final Routes ROUTES = Routes.of(PATH, Permission.SEE_API)
            .post("", Permission.CHANGE_WEBHOOKS)
            .get("/{id}", Permission.SEE_API)
            .post("/{id}/settings", Permission.CHANGE_WEBHOOKS)
            .post("/{id}/activation", Permission.CHANGE_WEBHOOKS)
            .post("/{id}/deactivation", Permission.CHANGE_WEBHOOKS)
            .get("/{id}/removal", Permission.CHANGE_WEBHOOKS)
            .post("/{id}/removal", Permission.CHANGE_WEBHOOKS)
            .post("/{id}/headers", Permission.CHANGE_WEBHOOKS)
            .post("/{id}/headers/removal", Permission.CHANGE_WEBHOOKS)
            .post("/{id}/test", Permission.CHANGE_WEBHOOKS)
            .post("/{id}/replay", Permission.CHANGE_WEBHOOKS)
            .post("/{id}/missed/replay", Permission.CHANGE_WEBHOOKS)
            .post("/{id}/missed/removal", Permission.CHANGE_WEBHOOKS);

    private static final Pattern ONE = Pattern.compile("/([0-9a-f-]{36})((?:/[a-z]+)*)");

    private final transient Endpoints endpoints;
    private final transient Deliveries deliveries;
    private final transient EventCatalogue catalogue;
    private final transient EndpointViews views;
    private final transient SettingsForms settings;
    private final transient HeaderForms headers;
    private final transient ReplayForms replays;

    @Inject
    public EndpointPage(
            Endpoints endpoints,
            Deliveries deliveries,
            EventCatalogue catalogue,
            EndpointViews views,
            SettingsForms settings,
            HeaderForms headers,
            ReplayForms replays) {
        super(ROUTES);
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.catalogue = catalogue;
        this.views = views;
        this.settings = settings;
        this.headers = headers;
        this.replays = replays;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        Matcher one = ONE.matcher(exchange.subPath());
        Optional<UUID> id = one.matches() ? Exchange.parseId(one.group(1)) : Optional.empty();
        if (exchange.subPath().isEmpty()) {
            exchange.redirect(path(exchange, WebhooksPage.PATH));
        } else if (id.isEmpty()) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        } else if (one.group(2).isEmpty()) {
            views.show(exchange, HttpServletResponse.SC_OK, id.get(), Map.of());
        } else {
            Endpoint endpoint = endpoints.get(caller(exchange), id.get());
            exchange.render("webhooks/removal", Map.of("endpoint", endpoint, "host", Hosts.of(endpoint.url())));
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        Matcher one = ONE.matcher(exchange.subPath());
        Optional<UUID> id = one.matches() ? Exchange.parseId(one.group(1)) : Optional.empty();
        if (exchange.subPath().isEmpty()) {
            settings.add(exchange);
        } else if (id.isEmpty()) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        } else {
            try {
                act(exchange, id.get(), one.group(2));
            } catch (ApiIsOff | EndpointIsOff e) {
                views.show(exchange, HttpServletResponse.SC_CONFLICT, id.get(), Map.of("conflict", e.code()));
            } catch (TooManyHeaders e) {
                headers.complain(exchange, id.get(), "name", Complaint.of(e));
            }
        }
    }

    private void act(Exchange exchange, UUID id, String action) throws IOException {
        Caller caller = caller(exchange);
        String page = path(exchange, PATH + "/" + id);
        switch (action) {
            case "/settings" -> settings.change(exchange, id, page);
            case "/activation" -> {
                endpoints.switchOn(caller, id);
                exchange.redirect(page, "webhook.switched.on");
            }
            case "/deactivation" -> {
                endpoints.switchOff(caller, id);
                exchange.redirect(page, "webhook.switched.off");
            }
            case "/removal" -> {
                String host = Hosts.of(endpoints.get(caller, id).url());
                endpoints.remove(caller, id);
                exchange.redirect(
                        path(exchange, WebhooksPage.PATH), new Flash("webhook.removed", Map.of("subject", host)));
            }
            case "/headers" -> headers.set(exchange, id, page);
            case "/headers/removal" -> headers.remove(exchange, id, page);
            case "/test" -> {
                UUID delivery = deliveries.sendTest(caller, id, catalogue.find(exchange.field("type")));
                exchange.redirect(path(exchange, DeliveriesPage.PATH + "/" + delivery));
            }
            case "/replay" -> replays.replayRange(exchange, id, page);
            case "/missed/replay" -> replays.replayMissed(exchange, id, page);
            default -> {
                endpoints.forgetMissed(caller, id);
                exchange.redirect(page, "webhook.missed.forgotten");
            }
        }
    }
}
