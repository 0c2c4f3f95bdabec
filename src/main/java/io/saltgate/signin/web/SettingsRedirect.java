package io.saltgate.signin.web;

import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;

/** Serves {@code /settings}: redirects to the settings of the person's account, or to the page that lists several. */
@WebServlet("/settings")
public class SettingsRedirect extends Page {

    @Override
    protected void get(Exchange exchange) throws IOException {
        exchange.redirect("/accounts?settings=1");
    }
}
