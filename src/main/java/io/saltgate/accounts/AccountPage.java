package io.saltgate.accounts;

import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.JsonEnvelope;
import io.saltgate.platform.web.Page;
import jakarta.ejb.EJBAccessException;
import jakarta.ejb.EJBException;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * A page of an account. It is reached by a forward from {@code /accounts/{slug}/...} and by nothing else, so that its
 * caller always is one of that account. A missing right is 403, somebody else's thing 404.
 */
public abstract class AccountPage extends Page {

    private static final System.Logger LOG = System.getLogger(AccountPage.class.getName());

    @Inject
    private transient Refusals refusals;

    @SuppressWarnings("NullAway.Init") // the container injects
    protected AccountPage() {}

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
            record(exchange);
            refuse(exchange, HttpServletResponse.SC_FORBIDDEN, "right.missing", "Your role does not include this.");
        } catch (NotFound e) {
            refuse(exchange, HttpServletResponse.SC_NOT_FOUND, e.code(), "There is no such thing.");
        }
    }

    /** Nothing was done, so the answer stands even if the trail can't be written. */
    private void record(Exchange exchange) {
        HttpServletRequest request = exchange.request();
        try {
            refusals.record(caller(exchange), request.getMethod(), request.getServletPath() + exchange.subPath());
        } catch (EJBException e) {
            LOG.log(System.Logger.Level.WARNING, "a refusal could not be written to the audit trail", e);
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
