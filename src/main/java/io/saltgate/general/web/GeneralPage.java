package io.saltgate.general.web;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.Caller;
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
            .post("/leak-reports", Permission.OWN_ACCOUNT);

    private final transient GeneralSettings settings;

    @Inject
    public GeneralPage(GeneralSettings settings) {
        super(ROUTES);
        this.settings = settings;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        String name = settings.view(caller(exchange)).name();
        show(exchange, HttpServletResponse.SC_OK, name, "");
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        switch (exchange.subPath()) {
            case "/name" -> rename(exchange);
            case "/api-management" -> change(exchange, "allowed", "general.managed", settings::manageByApi);
            case "/leak-reports" -> change(exchange, "pauses", "general.leak", settings::pauseOnLeak);
            default -> requireSecondFactor(exchange);
        }
    }

    /** @param key what the keys of its texts begin with */
    private void change(Exchange exchange, String field, String key, BiConsumer<Caller, Boolean> change)
            throws IOException {
        String wanted = exchange.field(field);
        if (!wanted.equals("yes") && !wanted.equals("no")) {
            String name = settings.view(caller(exchange)).name();
            show(exchange, Exchange.UNPROCESSABLE, name, key + ".choice");
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
            show(exchange, Exchange.UNPROCESSABLE, name, "general.name.invalid");
        }
    }

    private void requireSecondFactor(Exchange exchange) throws IOException {
        String wanted = exchange.field("required");
        if (!wanted.equals("yes") && !wanted.equals("no")) {
            String name = settings.view(caller(exchange)).name();
            show(exchange, Exchange.UNPROCESSABLE, name, "general.factor.choice");
            return;
        }
        boolean required = wanted.equals("yes");
        try {
            settings.requireSecondFactor(caller(exchange), required);
            exchange.redirect(path(exchange, PATH), required ? "factor.required" : "factor.optional");
        } catch (OwnSecondFactorMissing e) {
            String name = settings.view(caller(exchange)).name();
            show(exchange, Exchange.UNPROCESSABLE, name, "general.factor.own");
        }
    }

    private void show(Exchange exchange, int status, String name, String complaint) throws IOException {
        exchange.render(
                status,
                "general/general",
                Map.of("settings", settings.view(caller(exchange)), "name", name, "complaint", complaint));
    }
}
