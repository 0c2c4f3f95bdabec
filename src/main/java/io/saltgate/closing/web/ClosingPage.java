package io.saltgate.closing.web;

import io.saltgate.accounts.Permission;
import io.saltgate.closing.AccountClosing.Stake;
import io.saltgate.closing.ClosingByOwner;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Routes;
import io.saltgate.platform.web.Exchange;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Settings > General > Close account: says what goes and what stays, and has the owner type the slug. */
@WebServlet("/settings/closing/*")
public class ClosingPage extends AccountPage {

    static final String PATH = "/settings/closing";
    static final Routes ROUTES = Routes.of(PATH, Permission.OWN_ACCOUNT).post("/confirmed", Permission.OWN_ACCOUNT);

    private final transient ClosingByOwner closing;

    @Inject
    public ClosingPage(ClosingByOwner closing) {
        super(ROUTES);
        this.closing = closing;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        show(exchange, closing.assess(caller(exchange)), HttpServletResponse.SC_OK, "");
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        Stake stake = closing.assess(caller(exchange));
        if (exchange.field("slug").strip().equals(stake.account().slug())) {
            closing.close(caller(exchange));
            exchange.redirect(path(exchange, ClosedPage.PATH));
        } else {
            show(exchange, stake, Exchange.UNPROCESSABLE, "closing.complaint.slug");
        }
    }

    private static void show(Exchange exchange, Stake stake, int status, String complaint) throws IOException {
        exchange.render(
                status,
                "closing/closing",
                Map.of("stake", stake, "typed", exchange.field("slug"), "complaint", complaint));
    }
}
