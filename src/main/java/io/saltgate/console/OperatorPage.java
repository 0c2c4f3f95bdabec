package io.saltgate.console;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.accounts.RecentSignInRequired;
import io.saltgate.accounts.RightMissing;
import io.saltgate.accounts.Viewer;
import io.saltgate.platform.web.Exchange;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

/** A page for operators alone: others find none there. The use case behind it asks for the right again. */
public abstract class OperatorPage extends ConfirmedPage {

    @Inject
    private transient Clock clock;

    @SuppressWarnings("NullAway.Init") // the container injects
    protected OperatorPage() {}

    protected static Caller caller(Exchange exchange) {
        return (Caller) exchange.request().getAttribute(Caller.ATTRIBUTE);
    }

    @Override
    protected final void handle(Exchange exchange) throws IOException {
        if (caller(exchange).isNobody()) {
            boolean page = exchange.request().getMethod().equals("GET");
            String to = page ? asked(exchange) : exchange.request().getServletPath();
            exchange.redirect("/signin?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8));
        } else if (!caller(exchange).may(Permission.OPERATE) && isOperator(exchange)) {
            exchange.render(HttpServletResponse.SC_FORBIDDEN, "signin/factor-needed", Map.of("account", ""));
        } else if (!caller(exchange).may(Permission.OPERATE)) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        } else if (isConfirmed(exchange)) {
            handleRecent(exchange);
        }
    }

    /** Whether it is an operator whose session began without the second factor that operators need. */
    private static boolean isOperator(Exchange exchange) {
        return exchange.request().getAttribute(Viewer.ATTRIBUTE) instanceof Viewer viewer && viewer.operator();
    }

    /** Whoever finds an operator's browser open must not get to see, or do, what operators may. */
    private void handleRecent(Exchange exchange) throws IOException {
        if (caller(exchange).isRecentlyProved(clock.instant())) {
            handleFirst(exchange);
        } else if (exchange.request().getMethod().equals("POST")) {
            askToConfirm(exchange);
        } else {
            exchange.redirect("/signin/confirmation?to=" + URLEncoder.encode(asked(exchange), StandardCharsets.UTF_8));
        }
    }

    private void handleFirst(Exchange exchange) throws IOException {
        try {
            if (isSentFirst(exchange, exchange.request().getServletPath())) {
                super.handle(exchange);
            }
        } catch (RecentSignInRequired e) { // the quarter of an hour ended in between
            askToConfirm(exchange);
        } catch (RightMissing e) { // it was taken away in between
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private static String asked(Exchange exchange) {
        String query = exchange.request().getQueryString();
        return exchange.request().getServletPath() + exchange.subPath() + (query == null ? "" : "?" + query);
    }
}
