package io.saltgate.signin.web;

import io.saltgate.platform.web.Exchange;
import io.saltgate.signin.SingleSignOn;
import java.io.IOException;
import java.util.Map;

/** The page that says why single sign-on didn't work out, and what else one can do. */
final class SsoProblem {

    private SsoProblem() {}

    /** @param message its key */
    static void show(Exchange exchange, SingleSignOn singleSignOn, int status, String message, String to)
            throws IOException {
        boolean signedIn = !SignedInBrowser.caller(exchange).isNobody();
        exchange.render(
                status,
                "signin/sso-problem",
                Map.of(
                        "message",
                        message,
                        "to",
                        ReturnPath.of(to),
                        "provider",
                        singleSignOn.name().orElse(""),
                        "signedIn",
                        signedIn));
    }
}
