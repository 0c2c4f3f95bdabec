package io.saltgate.console;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.RecentSignInRequired;
import io.saltgate.accounts.RightMissing;
import io.saltgate.accounts.Viewer;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.JsonEnvelope;
import jakarta.ejb.EJBAccessException;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * A page of an account. It is reached by a forward from {@code /accounts/{slug}/...} and by nothing else, so that its
 * caller always is one of that account. A missing right is 403, somebody else's thing 404.
 */
public abstract class AccountPage extends ConfirmedPage {

    private final transient Routes routes;

    @Inject
    private transient RefusalRecorder refusals;

    @SuppressWarnings("NullAway.Init") // the container injects
    protected AccountPage(Routes routes) {
        this.routes = routes;
    }

    public static Caller caller(Exchange exchange) {
        return (Caller) exchange.request().getAttribute(Caller.ATTRIBUTE);
    }

    /** A path of the account at hand. */
    public static String path(Exchange exchange, String page) {
        Viewer viewer = (Viewer) exchange.request().getAttribute(Viewer.ATTRIBUTE);
        return "/accounts/" + viewer.accountSlug() + page;
    }

    /** The name of the account at hand. */
    public static String accountName(Exchange exchange) {
        Viewer viewer = (Viewer) exchange.request().getAttribute(Viewer.ATTRIBUTE);
        return Objects.requireNonNullElse(viewer.accountName(), "");
    }

    @Override
    protected final void handle(Exchange exchange) throws IOException {
        if (exchange.request().getDispatcherType() != DispatcherType.FORWARD) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        String method = exchange.request().getMethod().equals("POST") ? "POST" : "GET";
        Optional<Routes.Route> route = routes.find(method, exchange.subPath());
        if (route.isEmpty()) {
            goWithoutRoute(exchange, method);
            return;
        }
        try {
            if (!caller(exchange).may(route.get().permission())) {
                throw new RightMissing();
            }
            exchange.request().setAttribute("view.caller", caller(exchange));
            if (isConfirmed(exchange) && isSentFirst(exchange, path(exchange, routes.page()))) {
                super.handle(exchange);
            }
        } catch (RecentSignInRequired e) {
            askToConfirm(exchange);
        } catch (EJBAccessException | RightMissing e) {
            refusals.record(caller(exchange), route.get(), routes.page() + exchange.subPath());
            refuse(exchange, HttpServletResponse.SC_FORBIDDEN, "right.missing", "Your role does not include this.");
        } catch (NotFound e) {
            refuse(exchange, HttpServletResponse.SC_NOT_FOUND, e.code(), "There is no such entry here.");
        }
    }

    /** Whoever comes back to an action's address, after signing in perhaps, is led to its page. */
    private void goWithoutRoute(Exchange exchange, String method) throws IOException {
        if (method.equals("GET") && routes.knows(exchange.subPath())) {
            exchange.redirect(path(exchange, routes.page()));
        } else {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
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
