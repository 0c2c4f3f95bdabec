package io.saltgate.accounts;

import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.JsonEnvelope;
import io.saltgate.platform.web.Page;
import jakarta.ejb.EJBAccessException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * A page of an account. It is reached by a forward from {@code /accounts/{slug}/...} and by nothing else, so that its
 * caller always is one of that account. A missing right is 403, somebody else's thing 404.
 */
public abstract class AccountPage extends Page {

    protected static Caller caller(Exchange exchange) {
        return (Caller) exchange.request().getAttribute(Caller.ATTRIBUTE);
    }

    /** A path of the account at hand. */
    protected static String path(Exchange exchange, String page) {
        Viewer viewer = (Viewer) exchange.request().getAttribute(Viewer.ATTRIBUTE);
        return "/accounts/" + viewer.accountSlug() + page;
    }

    @Override
    protected final void handle(Exchange exchange) throws IOException {
        if (exchange.request().getDispatcherType() != DispatcherType.FORWARD) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        try {
            exchange.request().setAttribute("view.caller", caller(exchange));
            super.handle(exchange);
        } catch (EJBAccessException e) {
            refuse(exchange, HttpServletResponse.SC_FORBIDDEN, "right.missing", "Your role does not include this.");
        } catch (NotFound e) {
            refuse(exchange, HttpServletResponse.SC_NOT_FOUND, e.code(), "There is no such thing.");
        }
    }

    private static void refuse(Exchange exchange, int status, String code, String message) throws IOException {
        if (exchange.wantsJson()) {
            exchange.json(status, JsonEnvelope.failure(code, message));
        } else {
            exchange.fail(status);
        }
    }
}
