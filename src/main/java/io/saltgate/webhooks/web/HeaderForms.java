package io.saltgate.webhooks.web;

import static io.saltgate.console.AccountPage.caller;

import io.saltgate.platform.web.Exchange;
import io.saltgate.webhooks.endpoints.EndpointHeader;
import io.saltgate.webhooks.endpoints.Endpoints;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The headers that an endpoint's deliveries carry. A value is taken and never shown, not even to the person who
 * mistyped it.
 */
@Dependent
public class HeaderForms {

    private final Endpoints endpoints;
    private final EndpointViews views;

    @Inject
    public HeaderForms(Endpoints endpoints, EndpointViews views) {
        this.endpoints = endpoints;
        this.views = views;
    }

    void set(Exchange exchange, UUID id, String page) throws IOException {
        String name = exchange.field("name").strip();
        String value = exchange.field("value");
        Optional<Complaint> wrongName = nameComplaint(name);
        if (wrongName.isPresent()) {
            complain(exchange, id, "name", wrongName.get());
        } else if (!EndpointHeader.isValue(value)) {
            complain(exchange, id, "value", Complaint.of(valueComplaint(value)));
        } else {
            endpoints.setHeader(caller(exchange), id, name, value);
            done(exchange, page, "webhook.header.set", name);
        }
    }

    void remove(Exchange exchange, UUID id, String page) {
        String name = exchange.field("name");
        endpoints.removeHeader(caller(exchange), id, name);
        done(exchange, page, "webhook.header.removed", name);
    }

    /** The message names the header too, beside the endpoint; only what may be one is repeated. */
    private static void done(Exchange exchange, String page, String what, String name) {
        if (EndpointHeader.isName(name)) {
            exchange.redirect(page + "#headers", what, name);
        } else {
            exchange.redirect(page + "#headers");
        }
    }

    void complain(Exchange exchange, UUID id, String field, Complaint complaint) throws IOException {
        views.show(
                exchange,
                Exchange.UNPROCESSABLE,
                id,
                Map.of("complaints", Map.of(field, complaint), "headerName", exchange.field("name")));
    }

    private static Optional<Complaint> nameComplaint(String name) {
        if (!EndpointHeader.isName(name)) {
            return Optional.of(Complaint.of("header.name"));
        }
        return EndpointHeader.findReservation(name).map(code -> new Complaint(code, name));
    }

    private static String valueComplaint(String value) {
        if (value.isEmpty()) {
            return "header.empty";
        }
        return value.length() > EndpointHeader.MAX_VALUE ? "header.long" : "header.value";
    }
}
