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
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** The page Settings > General: an account's display name, and what its owners decide about it. */
@WebServlet("/settings/general/*")
public class GeneralPage extends AccountPage {

    static final String PATH = "/settings/general";
    static final Routes ROUTES = Routes.of(PATH, Permission.OWN_ACCOUNT)
            .post("/name", Permission.OWN_ACCOUNT)
            .post("/second-factor", Permission.OWN_ACCOUNT)
            .post("/api-management", Permission.OWN_ACCOUNT)
            .post("/leak-reports", Permission.OWN_ACCOUNT)
            .post("/token-age", Permission.OWN_ACCOUNT);

    /** Long enough for every number that is allowed, and to say that a longer one isn't. */
    private static final Pattern DAYS = Pattern.compile("[0-9]{1,9}");

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
            exchange.redirect(path(exchange, PATH), "account.renamed");
        } else {
            refuse(exchange, "general.name.invalid", Map.of("name", name));
        }
    }

    /** An empty field ends the policy. */
    private void renewToken(Exchange exchange) throws IOException {
        String typed = exchange.field("days");
        String text = typed.strip();
        Integer days = DAYS.matcher(text).matches() ? Integer.valueOf(text) : null;
        boolean possible = days == null ? text.isEmpty() : days >= 1 && days <= OwnPolicy.MAX_TOKEN_DAYS;
        if (!possible) {
            refuse(exchange, "general.token.days.invalid", Map.of("days", typed));
            return;
        }
        settings.renewTokenEvery(caller(exchange), days);
        exchange.redirect(path(exchange, PATH), days == null ? "general.token.off" : "general.token.on");
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

    /** @param typed what stands in the fields that were filled in; the others show the settings */
    private void show(Exchange exchange, int status, String complaint, Map<String, String> typed) throws IOException {
        GeneralSettings.View view = settings.view(caller(exchange));
        Map<String, String> fields = new HashMap<>();
        fields.put("name", view.name());
        fields.put("days", view.tokenDays() == null ? "" : view.tokenDays().toString());
        fields.putAll(typed);
        exchange.render(
                status, "general/general", Map.of("settings", view, "fields", fields, "complaint", complaint));
    }
}
