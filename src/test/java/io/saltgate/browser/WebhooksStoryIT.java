package io.saltgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.saltgate.team.Role;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.Receiver;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings > Webhooks as people use it, with a receiver that is there. */
class WebhooksStoryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @AutoClose
    private static Chromium chromium;

    private TestAccount account;
    private Console console;

    @BeforeAll
    static void startBrowser() {
        chromium = Chromium.start();
    }

    @BeforeEach
    void makeAccount() {
        account = TestAccount.onShared();
        console = account.signIn();
    }

    @ParameterizedTest(name = "with JavaScript: {0}")
    @ValueSource(booleans = {true, false})
    void addsAnEndpointTriesItAndSeesWhatArrived(boolean javaScript) throws GeneralSecurityException {
        String plain = javaScript ? "" : "-plain";
        try (Receiver receiver = Receiver.start(Receiver.ok());
                Person owner = javaScript
                        ? Person.at(account.server(), chromium)
                        : Person.withoutJavaScript(account.server(), chromium)) {
            enter(owner).sees("The API of this account is off.").screen("webhooks-off" + plain);
            console.enableApi();
            owner.open(webhooks()).seesHeading("Endpoints").screen("webhooks-none" + plain);
            assertThat(owner.page().getByLabel("Send the mac field")).isChecked();

            owner.fill("URL", url(receiver, "/hooks"))
                    .fill("Event types", "document.*\ninvoice.paid")
                    .fill("Description", "Billing")
                    .press("Add endpoint")
                    .sees("added. Send it a test event")
                    .seesHeading("127.0.0.1:" + receiver.port())
                    .sees("Nothing was sent to it in this time.")
                    .screen("endpoint-new" + plain);
            assertThat(owner.field("Event types")).hasValue("document.*\ninvoice.paid");

            owner.fill("Name", "X-Api-Key")
                    .fill("Value", "a secret of the receiver")
                    .press("Set header")
                    .sees(" set. It is sent to ");
            assertThat(owner.page().content()).doesNotContain("a secret of the receiver");
            assertThat(owner.button("Remove x-api-key")).isVisible();

            owner.press("Send test event").seesHeading("Delivery");
            if (javaScript) {
                owner.sees("Delivered: answered 200"); // by itself
            } else {
                Eventually.await("delivered", PATIENCE, () -> {
                    owner.page().reload();
                    return owner.page().getByText("Delivered: answered 200").count() == 1;
                });
            }
            owner.page().getByText("Request headers").click();
            owner.page().getByText("Request body").click();
            owner.page()
                    .getByText("Answer", new Page.GetByTextOptions().setExact(true))
                    .click();
            assertThat(owner.page().content()).doesNotContain("a secret of the receiver");
            assertThat(owner.page().locator("pre").filter(new Locator.FilterOptions().setHasText("x-api-key: …")))
                    .isVisible();
            owner.screen("delivery" + plain);

            Receiver.Request arrived = receiver.requests().getFirst();
            assertThat(arrived.header("x-api-key")).hasValue("a secret of the receiver");
            assertThat(arrived.header("webhook-signature")).hasValue(signature(arrived, console.privateSalt()));
            assertThat(owner.page().content())
                    .doesNotContain(arrived.header("webhook-signature").orElseThrow());

            owner.press("Replay").sees("Event resent as a new delivery.");
            await(receiver, 2);
            assertThat(receiver.requests().get(1).header("webhook-id")).isNotEqualTo(arrived.header("webhook-id"));
            owner.open(webhooks() + "/deliveries");
            assertThat(owner.page().locator(".log tbody tr")).hasCount(2);
            owner.screen("deliveries" + plain);
            owner.select("State", "Failed").press("Show").sees("No deliveries match this filter.");
            owner.select("State", "Delivered").fill("Event type", "document.completed");
            owner.press("Show");
            assertThat(owner.page().locator(".log tbody tr")).hasCount(2);
        }
    }

    @Test
    void saysWhatIsWrongAtTheFieldAndKeepsWhatWasTyped() {
        console.enableApi();
        try (Person owner = Person.at(account.server(), chromium)) {
            enter(owner);
            for (String url : List.of("https://10.0.0.1/", "http://[::1]/", "https://169.254.169.254/latest")) {
                owner.fill("URL", url)
                        .fill("Description", "Kept")
                        .press("Add endpoint")
                        .sees("This address is private or reserved.");
                assertThat(owner.field("URL")).hasValue(url);
                assertThat(owner.field("Description")).hasValue("Kept");
            }
            owner.fill("URL", "ftp://example.com/")
                    .fill("Event types", "document.completed, no type!")
                    .press("Add endpoint")
                    .sees("The URL must start with https://.")
                    .sees("“type!” isn't an event type.")
                    .screen("webhooks-complaint");
            assertThat(owner.page().getByLabel("Send the mac field")).isChecked();
        }
        assertThat(account.query("select count(*) from webhook_endpoint where account_id = ?", account.id()))
                .isEqualTo("0");
    }

    @Test
    void replaysWhatWasMissedWhileItWasOff() {
        console.enableApi();
        try (Receiver receiver = Receiver.start(Receiver.ok());
                Person owner = Person.at(account.server(), chromium)) {
            enter(owner).fill("URL", url(receiver, "/")).press("Add endpoint");
            owner.press("Switch off")
                    .sees("Its pending deliveries are canceled.")
                    .sees("Someone on your team switched it off.");
            tell("missed-1");
            owner.screen("endpoint-off");
            owner.press("Switch on").sees("It may have missed events since").screen("endpoint-missed");
            owner.press("Replay what was missed").sees("One event is sent again.");
            await(receiver, 1);
            assertThat(new String(receiver.requests().getFirst().body(), UTF_8)).contains("missed-1");
            assertThat(owner.page().getByText("It may have missed")).hasCount(0);

            owner.press("Switch off").press("Switch on").press("Forget it").sees("forgotten.");
            assertThat(owner.page().getByText("It may have missed")).hasCount(0);

            LocalDateTime now =
                    LocalDateTime.ofInstant(Instant.now(), ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
            owner.fill("From (UTC)", now.toString())
                    .fill("To (UTC)", now.minusHours(1).toString())
                    .press("Replay range")
                    .sees("This must be later than the beginning.");
            owner.fill("From (UTC)", now.minusHours(1).toString())
                    .fill("To (UTC)", now.plusHours(1).toString())
                    .press("Replay range")
                    .sees("Nothing was missed in that time.");
            assertThat(receiver.requests()).hasSize(1);
        }
    }

    @ParameterizedTest(name = "with JavaScript: {0}")
    @ValueSource(booleans = {true, false})
    void showsHowItGoesAndWhyItFails(boolean javaScript) {
        String plain = javaScript ? "" : "-plain";
        console.enableApi();
        try (Receiver receiver = Receiver.start(Receiver.saying(
                        "HTTP/1.1 500 Internal Server Error",
                        "Content-Type: text/html",
                        "Set-Cookie: session=secret",
                        "Content-Length: 36",
                        "",
                        "<h1>No</h1><script>alert(1)</script>"));
                Person owner = javaScript
                        ? Person.at(account.server(), chromium)
                        : Person.withoutJavaScript(account.server(), chromium)) {
            enter(owner)
                    .fill("URL", url(receiver, "/hooks/" + "long".repeat(30)))
                    .press("Add endpoint");
            history();
            tell("lease-1");
            await(receiver, 1);
            Eventually.await("the attempt is recorded", PATIENCE, () -> {
                owner.open(webhooks());
                return owner.page().getByText("Every attempt has failed since").count() == 1;
            });
            owner.sees("Every attempt has failed since").screen("webhooks-failing" + plain);
            openEndpoint(owner).sees("Failing");
            assertThat(owner.page().locator("canvas")).hasCount(javaScript ? 1 : 0);
            assertThat(owner.page().locator(".table--figures"))
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setVisible(!javaScript));
            owner.screen("endpoint-failing" + plain);

            owner.page().locator(".log a").click();
            assertThat(owner.page()
                            .getByText("Answered 500, which is not a success")
                            .first())
                    .isVisible();
            owner.page()
                    .getByText("Answer", new Page.GetByTextOptions().setExact(true))
                    .first()
                    .click();
            assertThat(owner.page().content()).doesNotContain("<script>alert", "session=secret");
            owner.screen("delivery-failing" + plain);
        }
    }

    @Test
    void saysThatAnEndpointWasSwitchedOffByItself() {
        console.enableApi();
        try (Receiver receiver = Receiver.start(Receiver.saying("HTTP/1.1 410 Gone", "Content-Length: 0", "", ""));
                Person owner = Person.at(account.server(), chromium)) {
            enter(owner).fill("URL", url(receiver, "/")).press("Add endpoint");
            tell("lease-1");
            Eventually.await("off", PATIENCE, () -> {
                owner.open(webhooks());
                return owner.page().getByText("One endpoint is switched off").count() == 1;
            });
            owner.sees("It was switched off because the receiver answered 410 Gone.")
                    .screen("webhooks-asleep");

            console.disable();
            owner.open(webhooks()).sees("The API of this account is off.").screen("webhooks-off-with-endpoints");
            console.enableApi();
        }
        try (Person auditor = Person.at(account.server(), chromium)) {
            account.addMember("auditor@" + account.slug() + ".example", Role.AUDITOR);
            auditor.signIn("auditor@" + account.slug() + ".example", SaltgateServer.PASSWORD)
                    .open(webhooks());
            openEndpoint(auditor)
                    .seesHeading("Endpoint settings")
                    .seesNoButton("Switch on")
                    .seesNoButton("Save")
                    .screen("endpoint-auditor");
        }
    }

    @Test
    void tellsWhetherWhatWasReceivedIsGenuine() throws GeneralSecurityException {
        console.enableApi();
        try (Receiver receiver = Receiver.start(Receiver.ok());
                Person owner = Person.at(account.server(), chromium)) {
            enter(owner).fill("URL", url(receiver, "/")).press("Add endpoint").press("Send test event");
            await(receiver, 1);
            Receiver.Request arrived = receiver.requests().getFirst();
            String headers = arrived.head().stream().skip(1).collect(Collectors.joining("\n"));
            String body = new String(arrived.body(), UTF_8);

            owner.open(webhooks())
                    .follow("Check a webhook")
                    .seesHeading("Check a webhook")
                    .screen("check");
            owner.press("Check").sees("Paste the headers, the body or both.");
            check(owner, headers, body).sees("This webhook is genuine");
            assertThat(owner.field("Body")).hasValue(body);
            owner.screen("check-good");
            check(owner, headers, body.replace("\"pages\":3", "\"pages\": 3"))
                    .sees("This webhook couldn't be verified.")
                    .sees("it was parsed and written again")
                    .screen("check-rewritten");
            check(owner, headers, body.replace("Zoë", "Zoe")).sees("Its contents aren't what was sent.");
            owner.fill("What your code computed", "0".repeat(40));
            check(owner, headers, body)
                    .sees("No usual mistake gives this value")
                    .screen("check-unknown");
            owner.fill("What your code computed", hexOfBodyAlone(arrived.body(), console.privateSalt()));
            check(owner, headers, body)
                    .sees("Your code does this differently:")
                    .sees("It covers the body alone.")
                    .screen("check-computed");
            owner.fill("What your code computed", "");
            check(owner, headers.replaceAll("(?i)webhook-timestamp: .*", "webhook-timestamp: 1700000000"), body)
                    .sees("It doesn't match, and was sent before the current Private Salt was created.");
            check(owner, "", body).sees("Not checked: no headers were pasted.");
            assertThat(owner.page().content()).doesNotContain(console.privateSalt());
        }
    }

    @Test
    void removesAnEndpointAfterAskingOnce() {
        console.enableApi();
        try (Receiver receiver = Receiver.start(Receiver.ok());
                Person owner = Person.at(account.server(), chromium)) {
            enter(owner)
                    .fill("URL", url(receiver, "/hooks"))
                    .press("Add endpoint")
                    .press("Send test event");
            await(receiver, 1);
            openEndpoint(owner.open(webhooks()))
                    .follow("Remove endpoint")
                    .seesHeading("Remove the endpoint 127.0.0.1:" + receiver.port() + "?")
                    .screen("endpoint-removal");
            owner.press("Remove endpoint").sees("Nothing is sent to it any more.");
            tell("too-late");
            owner.open(webhooks() + "/deliveries");
            assertThat(owner.page().locator(".log tbody tr")).hasCount(1);
            assertThat(owner.page().locator(".log tbody tr")).containsText("removed");
            owner.open(console.path("/settings/audit"));
            assertThat(owner.page().getByRole(AriaRole.CELL, new Page.GetByRoleOptions().setName("Endpoint removed")))
                    .isVisible();
            owner.screen("audit-webhooks");
            assertThat(receiver.requests()).hasSize(1);
        }
    }

    @Test
    void explainsItselfToIntegrators() {
        try (Person integrator = Person.at(account.server(), chromium)) {
            integrator.open("/help/webhooks").seesHeading("If an attempt fails").screen("help-webhooks");
        }
    }

    private Person enter(Person person) {
        return person.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).open(webhooks());
    }

    /** The only one. */
    private static Person openEndpoint(Person person) {
        person.page().locator(".endpoints a").click();
        return person;
    }

    private String webhooks() {
        return console.path("/settings/webhooks");
    }

    private static Person check(Person person, String headers, String body) {
        return person.fill("Headers", headers).fill("Body", body).press("Check");
    }

    private void tell(String document) {
        OperatorApi.data(OperatorApi.onShared()
                .post(
                        "/accounts/" + account.slug() + "/events",
                        "{'type':'document.completed','documentId':'" + document + "','payload':{}}"));
    }

    /** A week of it. */
    private void history() {
        for (int hour = 1; hour < 168; hour += 1 + hour % 4) {
            account.addPastAttempts(hour, 40L + hour * 37 % 240, hour % 5 == 0 ? hour % 30 : 0);
        }
    }

    private static void await(Receiver receiver, int requests) {
        Eventually.await("arrived", PATIENCE, () -> receiver.requests().size() >= requests);
    }

    private static String url(Receiver receiver, String path) {
        return "http://127.0.0.1:" + receiver.port() + path;
    }

    private static String hexOfBodyAlone(byte[] body, String salt) throws GeneralSecurityException {
        Mac hmac = Mac.getInstance("HmacSHA256");
        hmac.init(new SecretKeySpec(salt.getBytes(UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(hmac.doFinal(body));
    }

    private static String signature(Receiver.Request request, String salt) throws GeneralSecurityException {
        Mac hmac = Mac.getInstance("HmacSHA256");
        hmac.init(new SecretKeySpec(salt.getBytes(UTF_8), "HmacSHA256"));
        hmac.update((request.header("webhook-id").orElseThrow() + "."
                        + request.header("webhook-timestamp").orElseThrow() + ".")
                .getBytes(UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(hmac.doFinal(request.body()));
    }
}
