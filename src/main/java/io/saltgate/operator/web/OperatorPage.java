package io.saltgate.operator.web;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A page for operators alone: others find none there. The use case behind it asks for the right again. */
public abstract class OperatorPage extends Page {

    protected static Caller caller(Exchange exchange) {
        return (Caller) exchange.request().getAttribute(Caller.ATTRIBUTE);
    }

    @Override
    protected final void handle(Exchange exchange) throws IOException {
        if (caller(exchange).isNobody()) {
            String query = exchange.request().getQueryString();
            boolean page = exchange.request().getMethod().equals("GET") && query != null;
            String to = exchange.request().getServletPath() + (page ? "?" + query : "");
            exchange.redirect("/signin?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8));
        } else if (!caller(exchange).may(Permission.OPERATE)) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        } else {
            super.handle(exchange);
        }
    }
}
