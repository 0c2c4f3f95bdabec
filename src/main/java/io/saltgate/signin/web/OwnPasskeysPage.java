package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.RecentSignInRequired;
import io.saltgate.console.ConfirmedPage;
import io.saltgate.platform.web.Exchange;
import io.saltgate.signin.OwnPasskeys;
import io.saltgate.signin.SignIn;
import io.saltgate.signin.firstrun.SetupRules;
import io.saltgate.signin.passkeys.OwnPasskey;
import io.saltgate.signin.passkeys.PasskeyOptions;
import io.saltgate.signin.passkeys.RelyingParty;
import io.saltgate.signin.sessions.BrowserName;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /profile/passkeys}: adding one's own passkeys, and naming and removing each on a page of its own. */
@WebServlet("/profile/passkeys/*")
public class OwnPasskeysPage extends ConfirmedPage {

    private static final String PROFILE = "/profile";
    private static final Pattern ONE = Pattern.compile("/([0-9a-f-]{36})(|/name|/removal)");

    private final transient OwnPasskeys passkeys;
    private final transient RelyingParty party;
    private final transient SignedInBrowser browser;
    private final transient Clock clock;

    @Inject
    public OwnPasskeysPage(OwnPasskeys passkeys, RelyingParty party, SignedInBrowser browser, Clock clock) {
        this.passkeys = passkeys;
        this.party = party;
        this.browser = browser;
        this.clock = clock;
    }

    @Override
    protected void handle(Exchange exchange) throws IOException {
        if (SignedInBrowser.caller(exchange).isNobody()) {
            exchange.redirect(ReturnPath.signIn(PROFILE));
        } else if (isConfirmed(exchange) && isSentFirst(exchange, PROFILE)) {
            super.handle(exchange);
        }
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        Optional<OwnPasskey> passkey = find(exchange);
        if (passkey.isPresent()) {
            show(
                    exchange,
                    HttpServletResponse.SC_OK,
                    passkey.get(),
                    passkey.get().name(),
                    "");
        } else {
            exchange.redirect(PROFILE);
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        try {
            switch (exchange.subPath()) {
                case "/setup" -> setUp(exchange);
                case "" -> add(exchange);
                default -> change(exchange);
            }
        } catch (RecentSignInRequired e) {
            askToConfirm(exchange);
        }
    }

    private void setUp(Exchange exchange) throws IOException {
        String browserName = BrowserName.of(exchange.request().getHeader("User-Agent"));
        offer(exchange, HttpServletResponse.SC_OK, Objects.requireNonNullElse(browserName, ""), Map.of());
    }

    /** @param complaints keys by field; {@code passkey} for what the browser made */
    private void offer(Exchange exchange, int status, String name, Map<String, String> complaints) throws IOException {
        if (party.findObstacle().isPresent()) {
            exchange.redirect(PROFILE);
            return;
        }
        Optional<PasskeyOptions.Registration> registration = passkeys.begin(SignedInBrowser.caller(exchange));
        if (registration.isEmpty()) {
            exchange.redirect(PROFILE, "passkey.full");
            return;
        }
        exchange.render(
                status,
                "signin/passkey-setup",
                Map.of(
                        "handle",
                        registration.get().userHandle(),
                        "options",
                        registration.get().options().toString(),
                        "name",
                        name,
                        "complaints",
                        complaints));
    }

    private void add(Exchange exchange) throws IOException {
        Caller caller = SignedInBrowser.caller(exchange);
        String name = exchange.field("name").strip();
        if (!SetupRules.isName(name)) {
            offer(exchange, Exchange.UNPROCESSABLE, name, Map.of("name", "passkey.name.invalid"));
            return;
        }
        OwnPasskeys.Addition addition = party.findObstacle().isPresent()
                ? new OwnPasskeys.Addition.Refused()
                : passkeys.add(
                        caller,
                        exchange.field("handle"),
                        exchange.field(PasskeyPage.ANSWER),
                        name,
                        browser.brought(exchange));
        switch (addition) {
            case OwnPasskeys.Addition.Added added -> {
                browser.keep(exchange, added.session());
                browser.goOn(exchange, caller.provedAt(clock.instant()), added.session());
                if (added.codes().isEmpty()) {
                    exchange.redirect(PROFILE, "passkey.added", name);
                } else {
                    SecondFactorPage.showCodes(exchange, added.codes(), "passkey.added.first");
                }
            }
            case OwnPasskeys.Addition.Refused refused ->
                offer(exchange, Exchange.UNPROCESSABLE, name, Map.of("passkey", "passkey.setup.refused"));
            case OwnPasskeys.Addition.Full full -> exchange.redirect(PROFILE, "passkey.full");
        }
    }

    private void change(Exchange exchange) throws IOException {
        Optional<OwnPasskey> passkey = find(exchange);
        if (passkey.isEmpty()) {
            exchange.redirect(PROFILE, "passkey.gone");
        } else if (exchange.subPath().endsWith("/name")) {
            rename(exchange, passkey.get());
        } else if (exchange.subPath().endsWith("/removal")) {
            remove(exchange, passkey.get());
        } else {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private void rename(Exchange exchange, OwnPasskey passkey) throws IOException {
        String name = exchange.field("name").strip();
        if (SetupRules.isName(name)) {
            boolean there = passkeys.rename(SignedInBrowser.caller(exchange), passkey.id(), name);
            exchange.redirect(PROFILE, there ? "passkey.renamed" : "passkey.gone", name);
        } else {
            show(exchange, Exchange.UNPROCESSABLE, passkey, name, "passkey.name.invalid");
        }
    }

    private void remove(Exchange exchange, OwnPasskey passkey) throws IOException {
        Optional<SignIn.Outcome.SignedIn> session =
                passkeys.remove(SignedInBrowser.caller(exchange), passkey.id(), browser.brought(exchange));
        session.ifPresent(signedIn -> browser.keep(exchange, signedIn));
        exchange.redirect(PROFILE, session.isPresent() ? "passkey.removed" : "passkey.gone", passkey.name());
    }

    private Optional<OwnPasskey> find(Exchange exchange) {
        Matcher one = ONE.matcher(exchange.subPath());
        Optional<UUID> id = one.matches() ? Exchange.parseId(one.group(1)) : Optional.empty();
        return id.flatMap(asked -> passkeys.find(SignedInBrowser.caller(exchange), asked));
    }

    private static void show(Exchange exchange, int status, OwnPasskey passkey, String name, String complaint)
            throws IOException {
        exchange.render(status, "signin/passkey", Map.of("passkey", passkey, "name", name, "complaint", complaint));
    }
}
