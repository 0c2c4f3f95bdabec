package io.saltgate.general.web;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.OwnPolicy;
import io.saltgate.accounts.Permission;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Routes;
import io.saltgate.general.GeneralSettings;
import io.saltgate.general.OwnSecondFactorMissing;
import io.saltgate.platform.web.Exchange;
import io.saltgate.signin.sessions.SessionSettings;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** The page Settings > General: an account's display name, and what its owners decide about it. */
@WebServlet("/settings/general/*")
public class GeneralPage extends AccountPage {

    static final String PATH = "/settings/general";
    static final Routes ROUTES = Routes.of(PATH, Permission.OWN_ACCOUNT)
            .post("/name", Permission.OWN_ACCOUNT)
            .post("/second-factor", Permission.OWN_ACCOUNT)
            .post("/api-management", Permission.OWN_ACCOUNT)
            .post("/leak-reports", Permission.OWN_ACCOUNT)
            .post("/token-age", Permission.OWN_ACCOUNT)
            .post("/sessions", Permission.OWN_ACCOUNT);

    private final transient GeneralSettings settings;

    @Inject
    public GeneralPage(GeneralSettings settings) {
        super(ROUTES);
        this.settings = settings;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        show(exchange, HttpServletResponse.SC_OK, "", Map.of());
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        switch (exchange.subPath()) {
            case "/name" -> rename(exchange);
            case "/api-management" -> change(exchange, "allowed", "general.managed", settings::manageByApi);
            case "/leak-reports" -> change(exchange, "pauses", "general.leak", settings::pauseOnLeak);
            case "/token-age" -> renewToken(exchange);
            case "/sessions" -> limitSessions(exchange);
            default -> requireSecondFactor(exchange);
        }
    }

    /** @param key what the keys of its texts begin with */
    private void change(Exchange exchange, String field, String key, BiConsumer<Caller, Boolean> change)
            throws IOException {
        String wanted = exchange.field(field);
        if (!wanted.equals("yes") && !wanted.equals("no")) {
            refuse(exchange, key + ".choice", Map.of());
            return;
        }
        boolean on = wanted.equals("yes");
        change.accept(caller(exchange), on);
        exchange.redirect(path(exchange, PATH), key + (on ? ".on" : ".off"));
    }

    private void rename(Exchange exchange) throws IOException {
        String name = exchange.field("name");
        if (Account.isName(name)) {
            settings.rename(caller(exchange), name);
            exchange.redirect(path(exchange, PATH), "account.renamed", name.strip());
        } else {
            refuse(exchange, "general.name.invalid", Map.of("name", name));
        }
    }

    private void renewToken(Exchange exchange) throws IOException {
        WholeNumber days = WholeNumber.parse(exchange.field("days"), 1, OwnPolicy.MAX_TOKEN_DAYS);
        if (!days.isValid()) {
            refuse(exchange, "general.token.days.invalid", Map.of("days", days.text()));
            return;
        }
        settings.renewTokenEvery(caller(exchange), days.value());
        exchange.redirect(path(exchange, PATH), "general.token" + (days.value() == null ? ".off" : ".on"));
    }

    private void limitSessions(Exchange exchange) throws IOException {
        SessionSettings most = settings.view(caller(exchange)).sessions();
        WholeNumber idle = WholeNumber.parse(exchange.field("idle"), most.minIdleMinutes(), most.maxIdleMinutes());
        WholeNumber lifetime = WholeNumber.parse(exchange.field("lifetime"), 1, most.maxLifetimeHours());
        if (!idle.isValid() || !lifetime.isValid()) {
            String complaint = "general.session." + (idle.isValid() ? "lifetime" : "idle") + ".invalid";
            refuse(exchange, complaint, Map.of("idle", idle.text(), "lifetime", lifetime.text()));
            return;
        }
        settings.limitSessions(caller(exchange), idle.value(), lifetime.value());
        exchange.redirect(path(exchange, PATH), "general.session.saved");
    }

    private void requireSecondFactor(Exchange exchange) throws IOException {
        String wanted = exchange.field("required");
        if (!wanted.equals("yes") && !wanted.equals("no")) {
            refuse(exchange, "general.factor.choice", Map.of());
            return;
        }
        boolean required = wanted.equals("yes");
        try {
            settings.requireSecondFactor(caller(exchange), required);
            exchange.redirect(path(exchange, PATH), required ? "factor.required" : "factor.optional");
        } catch (OwnSecondFactorMissing e) {
            refuse(exchange, "general.factor.own", Map.of());
        }
    }

    private void refuse(Exchange exchange, String complaint, Map<String, String> typed) throws IOException {
        show(exchange, Exchange.UNPROCESSABLE, complaint, typed);
    }

    /** @param typed the text of fields that were filled in; the others show the settings */
    private void show(Exchange exchange, int status, String complaint, Map<String, String> typed) throws IOException {
        GeneralSettings.View view = settings.view(caller(exchange));
        Map<String, String> fields = new HashMap<>();
        fields.put("name", view.name());
        fields.put("days", WholeNumber.text(view.policy().tokenDays()));
        fields.put("idle", WholeNumber.text(view.policy().sessionIdleMinutes()));
        fields.put("lifetime", WholeNumber.text(view.policy().sessionLifetimeHours()));
        fields.putAll(typed);
        exchange.render(status, "general/general", Map.of("settings", view, "fields", fields, "complaint", complaint));
    }
}
