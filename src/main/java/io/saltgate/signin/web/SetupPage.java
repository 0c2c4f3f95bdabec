package io.saltgate.signin.web;

import io.saltgate.platform.Settings;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.firstrun.FirstRun;
import io.saltgate.signin.firstrun.SetupCodeFile;
import io.saltgate.signin.firstrun.SetupRules;
import io.saltgate.signin.passwords.AttemptQueue;
import io.saltgate.signin.passwords.PasswordHasher;
import io.saltgate.signin.passwords.SignInThrottle;
import io.saltgate.users.EmailAddress;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Serves {@code /setup}: the first person and the first account. Once it is done it leads on to where one belongs. */
@WebServlet("/setup")
public class SetupPage extends Page {

    private final transient FirstRun firstRun;
    private final transient PasswordHasher hasher;
    private final transient AttemptQueue queue;
    private final transient SignInThrottle throttle;
    private final transient SignedInBrowser browser;

    @Inject
    public SetupPage(
            FirstRun firstRun,
            PasswordHasher hasher,
            AttemptQueue queue,
            SignInThrottle throttle,
            SignedInBrowser browser) {
        this.firstRun = firstRun;
        this.hasher = hasher;
        this.queue = queue;
        this.throttle = throttle;
        this.browser = browser;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        if (firstRun.isOpen()) {
            show(exchange, HttpServletResponse.SC_OK, Map.of());
        } else {
            exchange.redirect("/");
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        if (!firstRun.isOpen()) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        Map<String, String> complaints = SetupRules.check(
                exchange.field("name"), exchange.field("email"), exchange.field("password"), exchange.field("account"));
        if (!complaints.isEmpty()) {
            show(exchange, Exchange.UNPROCESSABLE, complaints);
            return;
        }
        try (AttemptQueue.Place place = queue.enter(AttemptQueue.Priority.STRANGER)) {
            attempt(exchange, place);
        } catch (AttemptQueue.Busy e) {
            long wait = exchange.retryAfter(AttemptQueue.Busy.WAIT);
            show(exchange, HttpServletResponse.SC_SERVICE_UNAVAILABLE, Map.of("password", "signin.busy"), wait);
        }
    }

    private void attempt(Exchange exchange, AttemptQueue.Place place) throws IOException {
        switch (throttle.admitSetup(SignedInBrowser.address(exchange))) {
            case SignInThrottle.Verdict.Slowed slowed ->
                show(
                        exchange,
                        Exchange.TOO_MANY_REQUESTS,
                        Map.of("code", "signin.slowed"),
                        exchange.retryAfter(slowed.retryAfter()));
            case SignInThrottle.Verdict.Admitted admitted -> complete(exchange, place);
        }
    }

    /** The code first: only who has it may have us compute a hash. */
    private void complete(Exchange exchange, AttemptQueue.Place place) throws IOException {
        String code = exchange.field("code").strip();
        Optional<FirstRun.Outcome> refused = firstRun.refuse(code, SignedInBrowser.address(exchange));
        if (refused.isPresent()) {
            tell(exchange, refused.get());
            return;
        }
        FirstRun.FirstPerson person = new FirstRun.FirstPerson(
                EmailAddress.parse(exchange.field("email")).orElseThrow(),
                exchange.field("name").strip(),
                place.compute(() -> hasher.hash(exchange.field("password"))),
                exchange.field("account").strip());
        tell(exchange, firstRun.complete(code, person, SignedInBrowser.address(exchange)));
    }

    private void tell(Exchange exchange, FirstRun.Outcome outcome) throws IOException {
        switch (outcome) {
            case FirstRun.Outcome.Done done -> {
                new SetupCodeFile(Settings.current().dataDir()).delete();
                browser.signIn(exchange, done.user());
                exchange.redirect("/accounts/" + done.slug() + "/settings/api");
            }
            case FirstRun.Outcome.WrongCode wrong ->
                show(
                        exchange,
                        Exchange.UNPROCESSABLE,
                        Map.of("code", wrong.triesLeft() > 0 ? "setup.code.wrong" : "setup.code.used.up"));
            case FirstRun.Outcome.Closed closed ->
                show(exchange, Exchange.UNPROCESSABLE, Map.of("code", "setup.code.used.up"));
        }
    }

    private static void show(Exchange exchange, int status, Map<String, String> complaints) throws IOException {
        show(exchange, status, complaints, 0);
    }

    private static void show(Exchange exchange, int status, Map<String, String> complaints, long wait)
            throws IOException {
        Map<String, Object> model = new HashMap<>();
        model.put("complaints", complaints);
        model.put("wait", wait);
        for (String field : new String[] {"code", "name", "email", "account"}) {
            model.put(field, exchange.field(field));
        }
        exchange.render(status, "signin/setup", model);
    }
}
