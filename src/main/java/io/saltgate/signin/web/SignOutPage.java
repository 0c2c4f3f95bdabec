package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.OwnAddress;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;

/** {@code /signout}: ends the session on every node at once. */
@WebServlet("/signout")
public class SignOutPage extends Page {

    private final transient SignedInBrowser browser;
    private final transient OwnAddress address;

    @Inject
    public SignOutPage(SignedInBrowser browser, OwnAddress address) {
        this.browser = browser;
        this.address = address;
    }

    /** A link or an old bookmark must sign nobody out. */
    @Override
    protected void get(Exchange exchange) throws IOException {
        exchange.redirect(SignedInBrowser.caller(exchange).isNobody() ? "/signin" : ReturnPath.DEFAULT);
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        Caller caller = SignedInBrowser.caller(exchange);
        String account = caller.isNobody() ? null : address.get(caller).account();
        browser.signOut(exchange);
        exchange.response().setHeader("Clear-Site-Data", "\"cache\"");
        exchange.redirect(account == null ? "/signin" : "/signin?account=" + account);
    }
}
