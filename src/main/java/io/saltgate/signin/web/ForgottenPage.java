package io.saltgate.signin.web;

import io.saltgate.platform.mail.MailSettings;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.passwords.SignInThrottle;
import io.saltgate.signin.recovery.ResetRequests;
import io.saltgate.users.EmailAddress;
import jakarta.ejb.EJBException;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code /signin/forgotten}: asks for a link by mail with which a new password is set. It never says who has an
 * account.
 */
@WebServlet("/signin/forgotten")
public class ForgottenPage extends Page {

    private final transient ResetRequests requests;
    private final transient SignInThrottle throttle;
    private final transient MailSettings mail;

    @Inject
    public ForgottenPage(ResetRequests requests, SignInThrottle throttle, MailSettings mail) {
        this.requests = requests;
        this.throttle = throttle;
        this.mail = mail;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        show(exchange, HttpServletResponse.SC_OK, "", 0);
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        Optional<EmailAddress> email = EmailAddress.parse(exchange.field("email"));
        if (!mail.isOn()) {
            show(exchange, HttpServletResponse.SC_OK, "", 0);
        } else if (email.isEmpty()) {
            show(exchange, Exchange.UNPROCESSABLE, "reset.email.invalid", 0);
        } else {
            switch (throttle.admitReset(email.get(), SignedInBrowser.address(exchange))) {
                case SignInThrottle.Verdict.Slowed slowed ->
                    show(
                            exchange,
                            Exchange.TOO_MANY_REQUESTS,
                            "signin.slowed",
                            exchange.retryAfter(slowed.retryAfter()));
                case SignInThrottle.Verdict.Admitted admitted -> {
                    add(email.get(), SignedInBrowser.address(exchange));
                    exchange.redirect(
                            SignInPage.path(SignInPage.account(exchange).orElse(null)), "reset.requested");
                }
            }
        }
    }

    /** Of two requests for one address at once, one is enough. */
    private void add(EmailAddress email, @Nullable String address) {
        try {
            requests.add(email, address);
        } catch (EJBException e) {
            requests.add(email, address);
        }
    }

    private void show(Exchange exchange, int status, String complaint, long wait) throws IOException {
        exchange.render(
                status,
                "signin/forgotten",
                Map.of(
                        "complaint",
                        complaint,
                        "wait",
                        wait,
                        "email",
                        exchange.field("email"),
                        "mail",
                        mail.isOn(),
                        SignInPage.ACCOUNT,
                        SignInPage.account(exchange).orElse("")));
    }
}
