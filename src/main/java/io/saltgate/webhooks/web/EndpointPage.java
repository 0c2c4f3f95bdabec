package io.saltgate.webhooks.web;

import io.saltgate.accounts.AccountPage;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.accounts.Routes;
import io.saltgate.platform.web.Exchange;
import io.saltgate.webhooks.ApiIsOff;
import io.saltgate.webhooks.Deliveries;
import io.saltgate.webhooks.Endpoint;
import io.saltgate.webhooks.EndpointChanged;
import io.saltgate.webhooks.EndpointIsOff;
import io.saltgate.webhooks.Endpoints;
import io.saltgate.webhooks.TargetRefused;
import io.saltgate.webhooks.TooManyEndpoints;
import io.saltgate.webhooks.TooManyHeaders;
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
    private final transient EndpointViews views;
    private final transient HeaderForms headers;
    private final transient ReplayForms replays;

    @Inject
    public EndpointPage(
            Endpoints endpoints, Deliveries deliveries, EndpointViews views, HeaderForms headers, ReplayForms replays) {
        super(ROUTES);
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.views = views;
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
            add(exchange);
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
            case "/settings" -> change(exchange, id, page);
            case "/activation" -> {
                endpoints.switchOn(caller, id);
                exchange.redirect(page, "webhook.switched.on");
            }
            case "/deactivation" -> {
                endpoints.switchOff(caller, id);
                exchange.redirect(page, "webhook.switched.off");
            }
            case "/removal" -> {
                endpoints.remove(caller, id);
                exchange.redirect(path(exchange, WebhooksPage.PATH), "webhook.removed");
            }
            case "/headers" -> headers.set(exchange, id, page);
            case "/headers/removal" -> headers.remove(exchange, id, page);
            case "/test" ->
                exchange.redirect(path(exchange, DeliveriesPage.PATH + "/" + deliveries.sendTest(caller, id)));
            case "/replay" -> replays.replayRange(exchange, id, page);
            case "/missed/replay" -> replays.replayMissed(exchange, id, page);
            default -> {
                endpoints.forgetMissed(caller, id);
                exchange.redirect(page, "webhook.missed.forgotten");
            }
        }
    }

    private void add(Exchange exchange) throws IOException {
        EndpointForm form = EndpointForm.of(exchange);
        Optional<Endpoint.Settings> settings = form.settings();
        try {
            if (!views.isApiOn(caller(exchange))) {
                views.list(exchange, HttpServletResponse.SC_CONFLICT, form, Map.of());
            } else if (settings.isEmpty()) {
                views.list(exchange, Exchange.UNPROCESSABLE, form, Map.of("complaints", form.complaints()));
            } else {
                Endpoint added = endpoints.add(caller(exchange), settings.get());
                exchange.redirect(path(exchange, PATH + "/" + added.id()), "webhook.added");
            }
        } catch (TargetRefused e) {
            views.list(exchange, Exchange.UNPROCESSABLE, form, Map.of("complaints", Map.of("url", Complaint.of(e))));
        } catch (TooManyEndpoints e) {
            views.list(exchange, Exchange.UNPROCESSABLE, form, Map.of());
        } catch (ApiIsOff e) {
            views.list(exchange, HttpServletResponse.SC_CONFLICT, form, Map.of());
        }
    }

    private void change(Exchange exchange, UUID id, String page) throws IOException {
        EndpointForm form = EndpointForm.of(exchange);
        Optional<Endpoint.Settings> settings = form.settings();
        if (settings.isEmpty()) {
            complain(exchange, id, form, form.complaints());
        } else if (!exchange.field("version").matches("[0-9]{1,18}")) {
            endpoints.get(caller(exchange), id);
            exchange.fail(HttpServletResponse.SC_BAD_REQUEST);
        } else {
            try {
                endpoints.change(caller(exchange), id, settings.get(), Long.parseLong(exchange.field("version")));
                exchange.redirect(page, "webhook.changed");
            } catch (TargetRefused e) {
                complain(exchange, id, form, Map.of("url", Complaint.of(e)));
            } catch (EndpointChanged e) {
                views.explain(exchange, id, e);
            }
        }
    }

    private void complain(Exchange exchange, UUID id, EndpointForm form, Map<String, Complaint> complaints)
            throws IOException {
        views.show(exchange, Exchange.UNPROCESSABLE, id, Map.of("form", form, "complaints", complaints));
    }
}
