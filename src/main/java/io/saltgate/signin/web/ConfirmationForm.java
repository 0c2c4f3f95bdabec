package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.platform.web.Exchange;
import io.saltgate.signin.SingleSignOn;
import io.saltgate.signin.passwords.Passwords;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;

/**
 * The page that asks a person to confirm who they are: by password, where they have one, or at the identity provider,
 * where the session began.
 */
@Dependent
class ConfirmationForm {

    private final SignedInBrowser browser;
    private final SingleSignOn singleSignOn;
    private final Passwords passwords;

    @Inject
    ConfirmationForm(SignedInBrowser browser, SingleSignOn singleSignOn, Passwords passwords) {
        this.browser = browser;
        this.singleSignOn = singleSignOn;
        this.passwords = passwords;
    }

    void show(Exchange exchange, int status, String complaint, long wait, String to) throws IOException {
        Caller caller = SignedInBrowser.caller(exchange);
        boolean provided = !caller.isNobody()
                && browser.sessionId(exchange)
                        .filter(session -> singleSignOn.began(session, caller))
                        .isPresent();
        boolean password = !provided || passwords.find(caller.requireUser()).isPresent();
        exchange.render(
                status,
                "signin/confirmation",
                Map.of(
                        "complaint",
                        complaint,
                        "wait",
                        wait,
                        "to",
                        ReturnPath.of(to),
                        "provider",
                        provided ? singleSignOn.name().orElse("") : "",
                        "hasPassword",
                        password));
    }
}
