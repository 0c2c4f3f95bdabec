package io.saltgate.signin.web;

import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;

/** {@code /}: on to where the person belongs. */
@WebServlet("")
public class RootPage extends Page {

    @Override
    protected void get(Exchange exchange) throws IOException {
        exchange.redirect(SignedInBrowser.caller(exchange).isNobody() ? "/signin" : ReturnPath.DEFAULT);
    }
}
