package io.saltgate.webhooks.web;

import io.saltgate.accounts.Permission;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Routes;
import io.saltgate.platform.web.Exchange;
import io.saltgate.webhooks.EventCatalogue;
import io.saltgate.webhooks.events.SeenTypes;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Settings > Webhooks > Event types: what there is to receive, with an example of each. */
@WebServlet("/settings/webhooks/event-types/*")
public class EventTypesPage extends AccountPage {

    static final String PATH = WebhooksPage.PATH + "/event-types";

    static final Routes ROUTES = Routes.of(PATH, Permission.SEE_API);

    /**
     * A type of the list.
     *
     * @param description null for one that is not in the catalogue
     * @param lastAt the time of its newest event; null if there was none lately
     */
    public record Line(
            String type,
            @Nullable String description,
            @Nullable Instant lastAt) {}

    private final transient EventCatalogue catalogue;
    private final transient SeenTypes seen;

    @Inject
    public EventTypesPage(EventCatalogue catalogue, SeenTypes seen) {
        super(ROUTES);
        this.catalogue = catalogue;
        this.seen = seen;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        Map<String, Object> model = new HashMap<>();
        model.put("lines", lines(exchange));
        catalogue.find(exchange.field("type")).ifPresent(entry -> {
            model.put("chosen", entry);
            model.put("example", ExampleBody.of(entry));
        });
        exchange.render("webhooks/event-types", model);
    }

    /** Those of the catalogue in its order, then the others that were seen, by name. */
    private List<Line> lines(Exchange exchange) {
        Map<String, Instant> others = new TreeMap<>();
        seen.list(caller(exchange)).forEach(each -> others.put(each.type(), each.lastAt()));
        List<Line> lines = new ArrayList<>();
        for (EventCatalogue.Entry entry : catalogue.entries()) {
            String type = entry.type().value();
            lines.add(new Line(type, entry.description(), others.remove(type)));
        }
        others.forEach((type, lastAt) -> lines.add(new Line(type, null, lastAt)));
        return lines;
    }
}
