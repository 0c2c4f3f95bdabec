package io.saltgate.signin.web;

import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.passwords.AttemptQueue;
import io.saltgate.signin.passwords.PasswordRules;
import io.saltgate.signin.recovery.PasswordRecovery;
import io.saltgate.signin.recovery.RecoveryAttempts;
import io.saltgate.signin.recovery.RecoveryToken;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** {@code /recovery/<secret>}: set a new password. Looking at it doesn't use the link up. */
@WebServlet("/recovery/*")
public class RecoveryPage extends Page {

    private final transient PasswordRecovery recovery;
    private final transient RecoveryAttempts attempts;

    @Inject
    public RecoveryPage(PasswordRecovery recovery, RecoveryAttempts attempts) {
        this.recovery = recovery;
        this.attempts = attempts;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        show(exchange, HttpServletResponse.SC_OK, "", 0);
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        Optional<RecoveryToken> token = token(exchange);
        Optional<String> email = token.flatMap(recovery::findEmail);
        if (token.isEmpty() || email.isEmpty()) {
            showOver(exchange);
            return;
        }
        String password = exchange.field("new-password");
        Optional<String> complaint = PasswordRules.check(password, email.get());
        if (complaint.isPresent()) {
            show(exchange, Exchange.UNPROCESSABLE, complaint.get(), 0);
            return;
        }
        try {
            switch (attempts.recover(token.get(), password, SignedInBrowser.address(exchange))) {
                case RecoveryAttempts.Outcome.Recovered recovered -> exchange.redirect("/signin", "password.recovered");
                case RecoveryAttempts.Outcome.Refused refused -> showOver(exchange);
                case RecoveryAttempts.Outcome.Taken taken ->
                    exchange.render(HttpServletResponse.SC_CONFLICT, "signin/address-taken", Map.of());
                case RecoveryAttempts.Outcome.Slowed slowed -> {
                    long wait = exchange.retryAfter(slowed.retryAfter());
                    show(exchange, Exchange.TOO_MANY_REQUESTS, "signin.slowed", wait);
                }
            }
        } catch (AttemptQueue.Busy e) {
            long wait = exchange.retryAfter(AttemptQueue.Busy.WAIT);
            show(exchange, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "signin.busy", wait);
        }
    }

    private void show(Exchange exchange, int status, String complaint, long wait) throws IOException {
        Optional<String> email = token(exchange).flatMap(recovery::findEmail);
        if (email.isEmpty()) {
            showOver(exchange);
        } else {
            exchange.render(
                    status,
                    "signin/recovery",
                    Map.of(
                            "email",
                            email.get(),
                            "complaint",
                            complaint,
                            "wait",
                            wait,
                            "path",
                            "/recovery" + exchange.subPath()));
        }
    }

    private static void showOver(Exchange exchange) throws IOException {
        exchange.render(HttpServletResponse.SC_NOT_FOUND, "signin/recovery-over", Map.of());
    }

    private static Optional<RecoveryToken> token(Exchange exchange) {
        String path = exchange.subPath();
        return path.isEmpty() ? Optional.empty() : RecoveryToken.parse(path.substring(1));
    }
}
