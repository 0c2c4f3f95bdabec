package io.saltgate.webhooks.web;

import static io.saltgate.console.AccountPage.caller;
import static io.saltgate.console.AccountPage.path;

import io.saltgate.platform.web.Exchange;
import io.saltgate.webhooks.ApiIsOff;
import io.saltgate.webhooks.endpoints.Endpoint;
import io.saltgate.webhooks.endpoints.EndpointChanged;
import io.saltgate.webhooks.endpoints.Endpoints;
import io.saltgate.webhooks.endpoints.TargetRefused;
import io.saltgate.webhooks.endpoints.TooManyEndpoints;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Adds an endpoint, or changes one: where it leads, and what it gets. */
@Dependent
public class SettingsForms {

    private final Endpoints endpoints;
    private final EndpointViews views;

    @Inject
    public SettingsForms(Endpoints endpoints, EndpointViews views) {
        this.endpoints = endpoints;
        this.views = views;
    }

    void add(Exchange exchange) throws IOException {
        EndpointForm form = EndpointForm.of(exchange);
        Optional<Endpoint.Settings> settings = form.settings();
        try {
            if (!views.isApiOn(caller(exchange))) {
                views.list(exchange, HttpServletResponse.SC_CONFLICT, form, Map.of());
            } else if (settings.isEmpty()) {
                views.list(exchange, Exchange.UNPROCESSABLE, form, Map.of("complaints", form.complaints()));
            } else {
                Endpoint added = endpoints.add(caller(exchange), settings.get());
                exchange.redirect(path(exchange, EndpointPage.PATH + "/" + added.id()), "webhook.added");
            }
        } catch (TargetRefused e) {
            views.list(exchange, Exchange.UNPROCESSABLE, form, Map.of("complaints", Map.of("url", Complaint.of(e))));
        } catch (TooManyEndpoints e) {
            views.list(exchange, Exchange.UNPROCESSABLE, form, Map.of());
        } catch (ApiIsOff e) {
            views.list(exchange, HttpServletResponse.SC_CONFLICT, form, Map.of());
        }
    }

    void change(Exchange exchange, UUID id, String page) throws IOException {
        EndpointForm form = EndpointForm.of(exchange);
        Optional<Endpoint.Settings> settings = form.settings();
        if (settings.isEmpty()) {
            complain(exchange, id, form, form.complaints());
        } else if (!exchange.field("version").matches("[0-9]{1,18}")) {
            endpoints.get(caller(exchange), id);
            exchange.fail(HttpServletResponse.SC_BAD_REQUEST);
        } else {
            try {
                endpoints.change(caller(exchange), id, settings.get(), Long.parseLong(exchange.field("version")), null);
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
