package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Viewer;
import io.saltgate.console.Confirmations.Refusal;
import io.saltgate.platform.mail.MailSettings;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.OwnAddress;
import io.saltgate.signin.OwnPasskeys;
import io.saltgate.signin.OwnProfile;
import io.saltgate.signin.OwnSecondFactor;
import io.saltgate.signin.SignIn;
import io.saltgate.signin.firstrun.SetupRules;
import io.saltgate.signin.passkeys.RelyingParty;
import io.saltgate.signin.passwords.PasswordRules;
import io.saltgate.signin.sessions.OwnSessions;
import io.saltgate.signin.sessions.SessionId;
import io.saltgate.users.Theme;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code /profile}: the person's own name, password and sessions, with their changes as sub-resources. */
@WebServlet("/profile/*")
public class ProfilePage extends Page {

    private static final String PATH = "/profile";
    private static final Pattern END = Pattern.compile("/sessions/([0-9A-Za-z_-]{43})/end");

    private final transient OwnProfile profile;
    private final transient OwnSessions sessions;
    private final transient OwnSecondFactor factor;
    private final transient OwnPasskeys passkeys;
    private final transient RelyingParty party;
    private final transient SignIn signIn;
    private final transient SignedInBrowser browser;
    private final transient OwnAddress address;
    private final transient MailSettings mail;

    @Inject
    public ProfilePage(
            OwnProfile profile,
            OwnSessions sessions,
            OwnSecondFactor factor,
            OwnPasskeys passkeys,
            RelyingParty party,
            SignIn signIn,
            SignedInBrowser browser,
            OwnAddress address,
            MailSettings mail) {
        this.profile = profile;
        this.sessions = sessions;
        this.factor = factor;
        this.passkeys = passkeys;
        this.party = party;
        this.signIn = signIn;
        this.browser = browser;
        this.address = address;
        this.mail = mail;
    }

    @Override
    protected void handle(Exchange exchange) throws IOException {
        if (SignedInBrowser.caller(exchange).isNobody()) {
            exchange.redirect(ReturnPath.signIn(PATH));
        } else {
            super.handle(exchange);
        }
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        if (exchange.subPath().isEmpty()) {
            show(exchange, HttpServletResponse.SC_OK, Map.of());
        } else {
            exchange.redirect(PATH);
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        Caller caller = SignedInBrowser.caller(exchange);
        Matcher end = END.matcher(exchange.subPath());
        if (end.matches()) {
            endSession(exchange, end.group(1));
            return;
        }
        switch (exchange.subPath()) {
            case "/name" -> rename(exchange);
            case "/password" -> changePassword(exchange);
            case "/theme" -> chooseTheme(exchange);
            case "/sessions/end" -> {
                sessions.endOthers(caller, session(exchange));
                exchange.redirect(PATH, "session.others.ended");
            }
            default -> exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private void endSession(Exchange exchange, String handle) {
        Caller caller = SignedInBrowser.caller(exchange);
        Optional<String> name = sessions.list(caller, session(exchange)).stream()
                .filter(session -> session.handle().equals(handle))
                .flatMap(session -> Stream.ofNullable(session.browser()))
                .findFirst();
        sessions.end(caller, handle);
        if (name.isPresent()) {
            exchange.redirect(PATH, "session.ended.on", name.get());
        } else {
            exchange.redirect(PATH, "session.ended");
        }
    }

    private void rename(Exchange exchange) throws IOException {
        String name = exchange.field("name").strip();
        if (SetupRules.isName(name)) {
            profile.rename(SignedInBrowser.caller(exchange), name);
            exchange.redirect(PATH, "person.renamed", name);
        } else {
            show(exchange, Exchange.UNPROCESSABLE, Map.of("name", "setup.name.invalid"));
        }
    }

    /** Whatever isn't offered follows the device. */
    private void chooseTheme(Exchange exchange) {
        Theme chosen = Theme.find(exchange.field("theme")).orElse(null);
        profile.chooseTheme(SignedInBrowser.caller(exchange), chosen);
        exchange.redirect(PATH, "person.theme." + (chosen == null ? "auto" : chosen.code()));
    }

    private void changePassword(Exchange exchange) throws IOException {
        String next = exchange.field("new-password");
        Optional<String> complaint = PasswordRules.check(next, viewer(exchange).email());
        if (complaint.isPresent()) {
            show(exchange, Exchange.UNPROCESSABLE, Map.of("new-password", complaint.get()));
            return;
        }
        Optional<Refusal> refusal = browser.attempt(
                exchange,
                "confirmation.refused",
                brought -> signIn.changePassword(
                        SignedInBrowser.caller(exchange),
                        PasswordConfirmations.proof(exchange, "current-password", "code"),
                        next,
                        brought));
        if (refusal.isPresent()) {
            Refusal why = refusal.get();
            String field = why.complaint().startsWith("signin.code.") ? "code" : "current-password";
            show(exchange, why.status(), Map.of(field, why.complaint()), why.seconds());
        } else {
            exchange.redirect(PATH, "password.changed");
        }
    }

    private void show(Exchange exchange, int status, Map<String, String> complaints) throws IOException {
        show(exchange, status, complaints, 0);
    }

    private void show(Exchange exchange, int status, Map<String, String> complaints, long wait) throws IOException {
        Map<String, Object> model = new HashMap<>();
        model.put("complaints", complaints);
        model.put("wait", wait);
        model.put(
                "name",
                exchange.subPath().equals("/name")
                        ? exchange.field("name")
                        : viewer(exchange).userName());
        model.put("address", address.get(SignedInBrowser.caller(exchange)));
        model.put("mail", mail.isOn());
        model.put("factor", factor.find(SignedInBrowser.caller(exchange)).orElse(null));
        model.put("passkeys", passkeys.list(SignedInBrowser.caller(exchange)));
        model.put("obstacle", party.findObstacle().map(Enum::name).orElse(""));
        model.put("sessions", sessions.list(SignedInBrowser.caller(exchange), session(exchange)));
        exchange.render(status, "signin/profile", model);
    }

    private SessionId session(Exchange exchange) {
        return browser.sessionId(exchange).orElseThrow();
    }

    private static Viewer viewer(Exchange exchange) {
        return (Viewer) exchange.request().getAttribute(Viewer.ATTRIBUTE);
    }
}
