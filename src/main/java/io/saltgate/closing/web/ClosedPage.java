package io.saltgate.closing.web;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.Permission;
import io.saltgate.accounts.ReopeningOver;
import io.saltgate.closing.ClosingByOwner;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Routes;
import io.saltgate.platform.web.Exchange;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;

/** All that a closed account's team can see of it; owners can reopen it here. */
@WebServlet("/settings/closed/*")
public class ClosedPage extends AccountPage {

    static final String PATH = "/settings/closed";
    static final Routes ROUTES = Routes.of(PATH, Permission.SEE_CLOSED).post("/reopening", Permission.REOPEN);

    private final transient ClosingByOwner closing;
    private final transient Clock clock;

    @Inject
    public ClosedPage(ClosingByOwner closing, Clock clock) {
        super(ROUTES);
        this.closing = closing;
        this.clock = clock;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        show(exchange, HttpServletResponse.SC_OK);
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        try {
            closing.reopen(caller(exchange));
            exchange.redirect(path(exchange, "/settings/api"), "account.reopened", accountName(exchange));
        } catch (ReopeningOver e) {
            show(exchange, HttpServletResponse.SC_CONFLICT);
        }
    }

    private void show(Exchange exchange, int status) throws IOException {
        Account account = closing.getClosed(caller(exchange));
        exchange.render(
                status,
                "closing/closed",
                Map.of(
                        "account",
                        account,
                        "reopenable",
                        account.isReopenable(clock.instant()),
                        "owner",
                        caller(exchange).may(Permission.REOPEN)));
    }
}
