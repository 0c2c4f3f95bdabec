package io.saltgate.console;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.RecentSignInRequired;
import io.saltgate.changes.RequestChanges;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.FormNonces;
import io.saltgate.platform.web.JsonEnvelope;
import io.saltgate.platform.web.Messages;
import io.saltgate.platform.web.Page;
import jakarta.ejb.EJBAccessException;
import jakarta.ejb.EJBException;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A page whose actions may ask for a recent sign-in ({@link RecentSignInRequired}). It asks for password and second
 * factor then, and goes on with the action once they are confirmed.
 */
public abstract class ConfirmedPage extends Page {

    @Inject
    private transient Confirmations confirmations;

    @Inject
    private transient SentForms sentForms;

    @Inject
    private transient RequestChanges changes;

    @SuppressWarnings("NullAway.Init") // the container injects
    protected ConfirmedPage() {}

    /** Keeps the receipt of what the request changed, if anything, for the page that follows. */
    @Override
    protected void handle(Exchange exchange) throws IOException {
        boolean mayChange = exchange.request().getMethod().equals("POST");
        if (mayChange) {
            changes.watch();
        }
        super.handle(exchange);
        if (mayChange) {
            changes.receipt().ifPresent(exchange::keepReceipt);
        }
    }

    /** Judges the password or passkey if the form brings one; answers, and returns false, if it is refused. */
    protected final boolean isConfirmed(Exchange exchange) throws IOException {
        boolean brings = !isGuest(exchange)
                && exchange.request().getMethod().equals("POST")
                && (exchange.request().getParameter(CONFIRMATION) != null
                        || exchange.request().getParameter(CONFIRMATION_PASSKEY) != null);
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

    /**
     * Claims the form that is sent; one without a nonce is held back by what it is bound to alone. Answers, and returns
     * false, if it was sent before.
     *
     * @param back the page to go on from
     */
    protected final boolean isSentFirst(Exchange exchange, String back) throws IOException {
        String nonce = exchange.field(FormNonces.FIELD);
        if (!exchange.request().getMethod().equals("POST") || !FormNonces.isNonce(nonce)) {
            return true;
        }
        Caller caller = (Caller) exchange.request().getAttribute(Caller.ATTRIBUTE);
        Optional<SentForm> before = sentForms.find(caller, nonce);
        if (before.isEmpty()) {
            try {
                sentForms.claim(caller, nonce);
            } catch (EJBAccessException e) {
                throw e;
            } catch (EJBException e) {
                before = sentForms.find(caller, nonce);
                if (before.isEmpty()) {
                    throw e;
                }
            }
        }
        if (before.isPresent()) {
            sentTwice(exchange, before.get(), caller, back);
        }
        return before.isEmpty();
    }

    private static void sentTwice(Exchange exchange, SentForm before, Caller caller, String back) throws IOException {
        if (exchange.wantsJson()) {
            exchange.json(
                    HttpServletResponse.SC_CONFLICT, JsonEnvelope.failure("form.sent.before", "This was sent before."));
        } else {
            boolean self = Objects.equals(before.sentBy(), caller.id());
            exchange.render(
                    HttpServletResponse.SC_CONFLICT,
                    "platform/sent-before",
                    Map.of("at", before.sentAt(), "self", self, "back", back));
        }
    }

    /** A guest has nothing to confirm with: only the product can lead them in again. */
    private static boolean isGuest(Exchange exchange) {
        return exchange.request().getAttribute(Caller.ATTRIBUTE) instanceof Caller caller && caller.isGuest();
    }

    /**
     * Asks for the password, and keeps what was sent until it comes. A guest is led back to the product for a new
     * link.
     */
    protected final void askToConfirm(Exchange exchange) throws IOException {
        if (isGuest(exchange) && exchange.wantsJson()) {
            exchange.json(
                    HttpServletResponse.SC_FORBIDDEN,
                    JsonEnvelope.failure("console.link.needed", "Come back with a new console link."));
        } else if (isGuest(exchange)) {
            exchange.render(HttpServletResponse.SC_FORBIDDEN, "consolelinks/renewal", Map.of());
        } else if (exchange.wantsJson()) {
            exchange.json(
                    HttpServletResponse.SC_FORBIDDEN,
                    JsonEnvelope.failure(RecentSignInRequired.CODE, "Confirm that it is you first."));
        } else {
            askToConfirm(exchange, HttpServletResponse.SC_FORBIDDEN, "", 0);
        }
    }
}
