package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.RecentSignInRequired;
import io.saltgate.console.ConfirmedPage;
import io.saltgate.platform.mail.MailSettings;
import io.saltgate.platform.web.Exchange;
import io.saltgate.signin.OwnAddress;
import io.saltgate.signin.SignIn;
import io.saltgate.signin.addresses.AddressToken;
import io.saltgate.signin.passwords.AttemptQueue;
import io.saltgate.signin.passwords.PasswordHasher;
import io.saltgate.signin.passwords.PasswordRules;
import io.saltgate.signin.passwords.SignInThrottle;
import io.saltgate.users.AddressTaken;
import io.saltgate.users.EmailAddress;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /profile/email}: asks for a link to another address, or to one's own to verify it. {@code
 * /profile/email/<secret>}: where that leads; looking at it doesn't use the link up.
 */
@WebServlet("/profile/email/*")
public class AddressPage extends ConfirmedPage {

    private static final String PATH = "/profile/email";
    private static final String PROFILE = "/profile";
    private static final String EMAIL = "email";

    private final transient OwnAddress own;
    private final transient SignInThrottle throttle;
    private final transient AttemptQueue queue;
    private final transient PasswordHasher hasher;
    private final transient SignedInBrowser browser;
    private final transient MailSettings mail;

    @Inject
    public AddressPage(
            OwnAddress own,
            SignInThrottle throttle,
            AttemptQueue queue,
            PasswordHasher hasher,
            SignedInBrowser browser,
            MailSettings mail) {
        this.own = own;
        this.throttle = throttle;
        this.queue = queue;
        this.hasher = hasher;
        this.browser = browser;
        this.mail = mail;
    }

    @Override
    protected void handle(Exchange exchange) throws IOException {
        if (SignedInBrowser.caller(exchange).isNobody()) {
            String account =
                    SignInPage.account(exchange).map(slug -> "&account=" + slug).orElse("");
            exchange.redirect(ReturnPath.signIn(PATH + exchange.subPath()) + account);
        } else if (isConfirmed(exchange)) {
            super.handle(exchange);
        }
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        if (exchange.subPath().isEmpty()) {
            showForm(exchange, HttpServletResponse.SC_OK, "", 0);
        } else {
            showConfirmation(exchange, HttpServletResponse.SC_OK, "", 0);
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        if (exchange.subPath().isEmpty()) {
            try {
                request(exchange);
            } catch (RecentSignInRequired e) {
                askToConfirm(exchange);
            }
            return;
        }
        try {
            confirm(exchange);
        } catch (AddressTaken e) {
            exchange.render(HttpServletResponse.SC_CONFLICT, "signin/address-taken", Map.of());
        } catch (AttemptQueue.Busy e) {
            long wait = exchange.retryAfter(AttemptQueue.Busy.WAIT);
            showConfirmation(exchange, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "signin.busy", wait);
        }
    }

    private void request(Exchange exchange) throws IOException {
        OwnAddress.View address = own.get(SignedInBrowser.caller(exchange));
        Optional<EmailAddress> email = EmailAddress.parse(address.proved() ? exchange.field(EMAIL) : address.email());
        if (!mail.isOn()) {
            showForm(exchange, HttpServletResponse.SC_CONFLICT, "", 0);
        } else if (email.isEmpty()) {
            showForm(exchange, Exchange.UNPROCESSABLE, "reset.email.invalid", 0);
        } else if (address.proved() && address.email().equals(email.get().value())) {
            showForm(exchange, Exchange.UNPROCESSABLE, "email.same", 0);
        } else {
            request(exchange, email.get());
        }
    }

    private void request(Exchange exchange, EmailAddress email) throws IOException {
        Caller caller = SignedInBrowser.caller(exchange);
        switch (throttle.admitReset(email, caller.address())) {
            case SignInThrottle.Verdict.Slowed slowed ->
                showForm(
                        exchange,
                        Exchange.TOO_MANY_REQUESTS,
                        "signin.slowed",
                        exchange.retryAfter(slowed.retryAfter()));
            case SignInThrottle.Verdict.Admitted admitted -> {
                own.request(caller, email);
                exchange.redirect(PROFILE, "email.link.requested", email.value());
            }
        }
    }

    private void confirm(Exchange exchange) throws IOException {
        Caller caller = SignedInBrowser.caller(exchange);
        Optional<AddressToken> token = token(exchange);
        Optional<EmailAddress> email = token.flatMap(sent -> own.find(caller, sent));
        if (token.isEmpty() || email.isEmpty()) {
            showOver(exchange);
        } else if (own.get(caller).proved()) {
            boolean changed = own.change(caller, token.get(), browser.brought(exchange));
            answer(exchange, changed, "address.changed", email.get());
        } else {
            prove(exchange, token.get(), email.get());
        }
    }

    private void prove(Exchange exchange, AddressToken token, EmailAddress email) throws IOException {
        String password = exchange.field("new-password");
        Optional<String> complaint = PasswordRules.check(password, email.value());
        if (complaint.isPresent()) {
            showConfirmation(exchange, Exchange.UNPROCESSABLE, complaint.get(), 0);
            return;
        }
        String hash;
        try (AttemptQueue.Place place = queue.enter(AttemptQueue.Priority.KNOWN)) {
            hash = place.compute(() -> hasher.hash(password));
        }
        Optional<SignIn.Outcome.SignedIn> session =
                own.prove(SignedInBrowser.caller(exchange), token, hash, browser.brought(exchange));
        session.ifPresent(signedIn -> browser.keep(exchange, signedIn));
        answer(exchange, session.isPresent(), "address.proved", email);
    }

    private static void answer(Exchange exchange, boolean done, String what, EmailAddress email) throws IOException {
        if (done) {
            exchange.redirect(PROFILE, what, email.value());
        } else {
            showOver(exchange);
        }
    }

    private void showForm(Exchange exchange, int status, String complaint, long wait) throws IOException {
        Map<String, Object> model = model(exchange, complaint, wait);
        model.put(EMAIL, exchange.field(EMAIL));
        model.put("mail", mail.isOn());
        exchange.render(status, "signin/email", model);
    }

    private void showConfirmation(Exchange exchange, int status, String complaint, long wait) throws IOException {
        Optional<EmailAddress> email =
                token(exchange).flatMap(token -> own.find(SignedInBrowser.caller(exchange), token));
        if (email.isEmpty()) {
            showOver(exchange);
            return;
        }
        Map<String, Object> model = model(exchange, complaint, wait);
        model.put(EMAIL, email.get().value());
        model.put("path", PATH + exchange.subPath());
        exchange.render(status, "signin/email-confirm", model);
    }

    private Map<String, Object> model(Exchange exchange, String complaint, long wait) {
        Map<String, Object> model = new HashMap<>();
        model.put("address", own.get(SignedInBrowser.caller(exchange)));
        model.put("complaint", complaint);
        model.put("wait", wait);
        return model;
    }

    private static void showOver(Exchange exchange) throws IOException {
        exchange.render(HttpServletResponse.SC_NOT_FOUND, "signin/email-over", Map.of());
    }

    private static Optional<AddressToken> token(Exchange exchange) {
        String path = exchange.subPath();
        return path.isEmpty() ? Optional.empty() : AddressToken.parse(path.substring(1));
    }
}
