package io.saltgate.operator.web;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.NotFound;
import io.saltgate.console.OperatorPage;
import io.saltgate.operator.PeopleSearch;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.PublicUrl;
import io.saltgate.signin.recovery.RecoveryLinks;
import io.saltgate.users.User;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Operator > People: find a person, and help one back in who has lost the password. */
@WebServlet("/operator/people/*")
public class PeoplePage extends OperatorPage {

    private static final Pattern RECOVERY = Pattern.compile("/([0-9a-f-]{36})/recovery");

    private final transient PeopleSearch people;
    private final transient RecoveryLinks links;
    private final transient PublicUrl publicUrl;

    @Inject
    public PeoplePage(PeopleSearch people, RecoveryLinks links, PublicUrl publicUrl) {
        this.people = people;
        this.links = links;
        this.publicUrl = publicUrl;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        if (exchange.subPath().isEmpty()) {
            String text = exchange.field("q");
            exchange.render(
                    "operator/people",
                    Map.of("q", text, "found", people.search(caller(exchange), text), "max", PeopleSearch.MAX));
            return;
        }
        try {
            exchange.render("operator/recovery", Map.of("person", people.get(caller(exchange), id(exchange))));
        } catch (NotFound e) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        Caller caller = caller(exchange);
        try {
            User person = people.get(caller, id(exchange));
            boolean endsFactor = exchange.field("second-factor").equals("remove");
            String link = publicUrl.of(
                    "/recovery/" + links.create(caller, person.id(), endsFactor).reveal());
            exchange.response().setHeader("Cache-Control", "no-store");
            exchange.render("operator/recovery-link", Map.of("person", person, "link", link));
        } catch (NotFound e) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private static UUID id(Exchange exchange) {
        Matcher path = RECOVERY.matcher(exchange.subPath());
        Optional<UUID> id = path.matches() ? Exchange.parseId(path.group(1)) : Optional.empty();
        return id.orElseThrow(NotFound::new);
    }
}
