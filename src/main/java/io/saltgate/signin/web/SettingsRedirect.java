package io.saltgate.signin.web;

import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;

/** Serves {@code /settings}: leads on to the settings of the person's account, or to the choice of one. */
@WebServlet("/settings")
public class SettingsRedirect extends Page {

    @Override
    protected void get(Exchange exchange) throws IOException {
        exchange.redirect("/accounts?settings=1");
    }
}
