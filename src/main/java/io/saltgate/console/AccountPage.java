package io.saltgate.console;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.RecentSignInRequired;
import io.saltgate.accounts.RightMissing;
import io.saltgate.accounts.Viewer;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.FormNonces;
import io.saltgate.platform.web.JsonEnvelope;
import jakarta.ejb.EJBAccessException;
import jakarta.ejb.EJBException;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A page of an account. It is reached by a forward from {@code /accounts/{slug}/...} and by nothing else, so that its
 * caller always is one of that account. A missing right is 403, somebody else's thing 404.
 */
public abstract class AccountPage extends ConfirmedPage {

    private final transient Routes routes;

    @Inject
    private transient SentForms sentForms;

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
            if (!isConfirmed(exchange)) {
                return;
            }
            Optional<SentForm> before = sentBefore(exchange);
            if (before.isPresent()) {
                sentTwice(exchange, before.get());
            } else {
                super.handle(exchange);
            }
        } catch (RecentSignInRequired e) {
            askToConfirm(exchange);
        } catch (EJBAccessException | RightMissing e) {
            refusals.record(caller(exchange), route.get(), routes.page() + exchange.subPath());
            refuse(exchange, HttpServletResponse.SC_FORBIDDEN, "right.missing", "Your role does not include this.");
        } catch (NotFound e) {
            refuse(exchange, HttpServletResponse.SC_NOT_FOUND, e.code(), "There is no such thing.");
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

    /** Claims the form that is sent; one without a nonce is held back by what it is bound to alone. */
    private Optional<SentForm> sentBefore(Exchange exchange) {
        String nonce = exchange.field(FormNonces.FIELD);
        if (!exchange.request().getMethod().equals("POST") || !FormNonces.isNonce(nonce)) {
            return Optional.empty();
        }
        Optional<SentForm> before = sentForms.find(caller(exchange), nonce);
        if (before.isEmpty()) {
            try {
                sentForms.claim(caller(exchange), nonce);
            } catch (EJBAccessException e) {
                throw e;
            } catch (EJBException e) {
                before = sentForms.find(caller(exchange), nonce);
                if (before.isEmpty()) {
                    throw e;
                }
            }
        }
        return before;
    }

    private void sentTwice(Exchange exchange, SentForm before) throws IOException {
        if (exchange.wantsJson()) {
            exchange.json(
                    HttpServletResponse.SC_CONFLICT, JsonEnvelope.failure("form.sent.before", "This was sent before."));
        } else {
            boolean self = Objects.equals(before.sentBy(), caller(exchange).id());
            exchange.render(
                    HttpServletResponse.SC_CONFLICT,
                    "platform/sent-before",
                    Map.of("at", before.sentAt(), "self", self, "back", path(exchange, routes.page())));
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
