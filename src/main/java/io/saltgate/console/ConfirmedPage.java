package io.saltgate.console;

import io.saltgate.accounts.RecentSignInRequired;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.JsonEnvelope;
import io.saltgate.platform.web.Messages;
import io.saltgate.platform.web.Page;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * A page whose actions may ask for a recent sign-in ({@link RecentSignInRequired}). It asks for the password then, and goes
 * on with the action once that is confirmed.
 */
public abstract class ConfirmedPage extends Page {

    @Inject
    private transient Confirmations confirmations;

    @SuppressWarnings("NullAway.Init") // the container injects
    protected ConfirmedPage() {}

    /** Judges the password if the form brings one; answers, and returns false, if it is refused. */
    protected final boolean isConfirmed(Exchange exchange) throws IOException {
        boolean brings = exchange.request().getMethod().equals("POST")
                && exchange.request().getParameter(CONFIRMATION) != null;
        Optional<Confirmations.Refusal> refusal = brings ? confirmations.confirm(exchange) : Optional.empty();
        if (refusal.isPresent()) {
            Confirmations.Refusal why = refusal.get();
            if (exchange.wantsJson()) {
                String words = Messages.get(Locale.ENGLISH, why.complaint(), why.seconds());
                exchange.json(why.status(), JsonEnvelope.failure(why.complaint(), words));
            } else {
                askToConfirm(exchange, why.status(), why.complaint(), why.seconds());
            }
        }
        return refusal.isEmpty();
    }

    /** Asks for the password, and keeps what was sent until it comes. */
    protected final void askToConfirm(Exchange exchange) throws IOException {
        if (exchange.wantsJson()) {
            exchange.json(
                    HttpServletResponse.SC_FORBIDDEN,
                    JsonEnvelope.failure(RecentSignInRequired.CODE, "Confirm that it is you first."));
        } else {
            askToConfirm(exchange, HttpServletResponse.SC_FORBIDDEN, "", 0);
        }
    }
}
