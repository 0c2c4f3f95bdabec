package io.saltgate.operator.web;

import io.saltgate.accounts.NotFound;
import io.saltgate.console.OperatorPage;
import io.saltgate.operator.CannotBeErased;
import io.saltgate.operator.OperatorCannotBeDisabled;
import io.saltgate.operator.PeopleSearch;
import io.saltgate.operator.PersonAccess;
import io.saltgate.operator.PersonErasure;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.PublicUrl;
import io.saltgate.signin.recovery.RecoveryLinks;
import io.saltgate.signin.recovery.RecoveryToken;
import io.saltgate.users.AddressTaken;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Operator > People: find a person, help one back in who has lost password or second factor, disable or erase one. */
@WebServlet("/operator/people/*")
public class PeoplePage extends OperatorPage {

    private static final String PATH = "/operator/people";
    private static final Pattern PERSON = Pattern.compile("/([0-9a-f-]{36})/(recovery|disabling|enabling|erasure)");

    private final transient PeopleSearch people;
    private final transient RecoveryLinks links;
    private final transient PersonAccess access;
    private final transient PersonErasure erasure;
    private final transient PublicUrl publicUrl;

    @Inject
    public PeoplePage(
            PeopleSearch people, RecoveryLinks links, PersonAccess access, PersonErasure erasure, PublicUrl publicUrl) {
        this.people = people;
        this.links = links;
        this.access = access;
        this.erasure = erasure;
        this.publicUrl = publicUrl;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        Matcher path = PERSON.matcher(exchange.subPath());
        if (exchange.subPath().isEmpty()) {
            String text = exchange.field("q");
            exchange.render(
                    "operator/people",
                    Map.of("q", text, "found", people.search(caller(exchange), text), "max", PeopleSearch.MAX));
        } else if (path.matches() && path.group(2).equals("enabling")) {
            exchange.redirect(PATH);
        } else {
            try {
                show(exchange, HttpServletResponse.SC_OK, find(exchange, path), path, "");
            } catch (NotFound e) {
                exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            }
        }
    }

    private void show(Exchange exchange, int status, PeopleSearch.Found found, Matcher path, String complaint)
            throws IOException {
        Map<String, Object> model = new HashMap<>();
        model.put("person", found.user());
        model.put("label", found.label());
        model.put("complaint", complaint);
        if (path.group(2).equals("erasure")) {
            model.put("obstacles", erasure.assess(caller(exchange), found.user().id()));
        }
        exchange.render(status, "operator/" + path.group(2), model);
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        Matcher path = PERSON.matcher(exchange.subPath());
        try {
            PeopleSearch.Found person = find(exchange, path);
            switch (path.group(2)) {
                case "recovery" -> createLink(exchange, person, path);
                case "disabling" -> disable(exchange, person, path);
                case "erasure" -> erase(exchange, person, path);
                default -> {
                    access.enable(caller(exchange), person.user().id());
                    exchange.redirect(
                            search(person), "person.enabled", person.user().email());
                }
            }
        } catch (NotFound e) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private void createLink(Exchange exchange, PeopleSearch.Found person, Matcher path) throws IOException {
        boolean endsFactor = exchange.field("second-factor").equals("remove");
        RecoveryToken token;
        try {
            token = links.create(caller(exchange), person.user().id(), endsFactor);
        } catch (AddressTaken e) {
            show(exchange, HttpServletResponse.SC_CONFLICT, person, path, "people.recover.taken");
            return;
        }
        String link = publicUrl.of("/recovery/" + token.reveal());
        exchange.response().setHeader("Cache-Control", "no-store");
        exchange.render("operator/recovery-link", Map.of("person", person.user(), "link", link));
    }

    private void disable(Exchange exchange, PeopleSearch.Found person, Matcher path) throws IOException {
        try {
            access.disable(caller(exchange), person.user().id());
            exchange.redirect(search(person), "person.disabled", person.user().email());
        } catch (OperatorCannotBeDisabled e) {
            show(exchange, HttpServletResponse.SC_CONFLICT, person, path, "people.disable.operator");
        }
    }

    private void erase(Exchange exchange, PeopleSearch.Found person, Matcher path) throws IOException {
        try {
            erasure.erase(caller(exchange), person.user().id());
            exchange.redirect(PATH, "person.erased");
        } catch (CannotBeErased e) {
            show(exchange, HttpServletResponse.SC_CONFLICT, person, path, "");
        }
    }

    /** The list with this person in it. */
    private static String search(PeopleSearch.Found person) {
        return PATH + "?q=" + URLEncoder.encode(person.user().email(), StandardCharsets.UTF_8);
    }

    private PeopleSearch.Found find(Exchange exchange, Matcher path) {
        Optional<UUID> id = path.matches() ? Exchange.parseId(path.group(1)) : Optional.empty();
        return people.get(caller(exchange), id.orElseThrow(NotFound::new));
    }
}
