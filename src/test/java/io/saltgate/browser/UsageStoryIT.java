package io.saltgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.saltgate.team.Role;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people are told of calls: how many, why refused, from where with which token, and what to do. */
class UsageStoryIT {

    /** Five seconds are promised; a machine that is busy with other tests takes its time. */
    private static final Duration PROMISED = Duration.ofSeconds(20);

    private static Chromium chromium;
    private static SaltgateServer server;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        server = SaltgateServer.configure()
                .env("SALTGATE_GATEWAYS", "127.0.0.1, 192.0.2.0/24")
                .postgres()
                .start();
    }

    @AfterAll
    static void stop() {
        chromium.close();
        server.close();
    }

    @Test
    void aRefusalExplainsItselfToTheOwner() {
        TestAccount account = TestAccount.on(server);
        Console console = account.signIn();
        console.enableApi();
        console.addToWhitelist("198.51.100.0/24");
        console.setMode("ENFORCED");
        String token = console.authToken();
        assertThat(call(token, "198.51.100.7, 192.0.2.1").status()).isEqualTo(200);
        assertThat(call(token, "1.1.1.1, 203.0.113.9, 192.0.2.1").status()).isEqualTo(403);

        Eventually.await("the refusal", PROMISED, () -> usage(console).contains("IP whitelist if you know it"));
        assertThat(usage(console))
                .contains("203.0.113.9", "GET /documents/7", "an-integrator/2", "Address not whitelisted")
                .contains("127.0.0.1 (gateway) &lt; 192.0.2.1 (gateway) &lt; 203.0.113.9 (client)"
                        + " &lt; 1.1.1.1 (not believed)")
                .doesNotContain("secret=1", token);
    }

    /** What says nothing of itself, or too much: it is shown as what it is. */
    @Test
    void whatACallerSaysOfItselfIsNeitherBelievedNorDangerous() {
        TestAccount account = TestAccount.on(server);
        Console console = account.signIn();
        console.enableApi();
        String token = console.authToken();
        console.pause();
        server.verify(
                token,
                "X-Forwarded-For",
                "<script>alert(1)</script>",
                "X-Forwarded-Method",
                "<b>",
                "X-Forwarded-Uri",
                "/" + token + "/x\"><img src=x>?" + "q".repeat(3000),
                "User-Agent",
                "'; drop table usage_refusal; --" + "u".repeat(3000));

        Eventually.await("the refusal", PROMISED, () -> usage(console).contains("drop table"));
        assertThat(usage(console))
                .contains("&lt;script&gt;alert(1)&lt;/script&gt; (no address)", "&lt;img src=x&gt;")
                .doesNotContain("<script>alert", "<img", token, "qqqq");
    }

    @ParameterizedTest(name = "with JavaScript: {0}")
    @ValueSource(booleans = {true, false})
    void showsCallsAsAChartAndAsATable(boolean javaScript) {
        TestAccount account = TestAccount.on(server);
        Console console = account.signIn();
        console.enableApi();
        String token = console.authToken();
        history(account);
        call(token, "198.51.100.7");
        console.pause();
        call(token, "198.51.100.7");
        console.resume();
        console.regenerate();
        for (int i = 0; i < 30; i++) {
            call(token, "198.51.100." + i);
        }
        Eventually.await("the counts", PROMISED, () -> usage(console).contains("data-calls=\"31\""));
        try (Person auditor = javaScript
                ? Person.at(account.server(), chromium)
                : Person.withoutJavaScript(account.server(), chromium)) {
            account.addMember("auditor-" + javaScript + "@example.com", Role.AUDITOR);
            auditor.signIn("auditor-" + javaScript + "@example.com", SaltgateServer.PASSWORD)
                    .open(console.path("/settings/usage"))
                    .seesHeading("Usage")
                    .seesHeading("Last refused calls");
            assertThat(auditor.page().locator("canvas")).hasCount(javaScript ? 1 : 0);
            if (javaScript) {
                assertThat(auditor.page().locator(".table--figures")).not().isVisible();
                auditor.page().getByText("As a table").click();
            }
            assertThat(auditor.page().locator(".table--figures tbody tr")).hasCount(24);
            assertThat(auditor.page().locator(".table--figures tbody tr").last())
                    .containsText("31");
            auditor.screen("usage-day" + (javaScript ? "" : "-plain"));
            auditor.page()
                    .getByText("Older", new Page.GetByTextOptions().setExact(true))
                    .click();
            assertThat(auditor.page().locator(".trail tbody tr")).hasCount(11);
            if (javaScript) { // the legend has its figures before a pointer comes near
                assertThat(auditor.page().locator(".chart__key--refused")).hasText(Pattern.compile("Refused \\d+"));
            }
            auditor.follow("7 days");
            assertThat(auditor.page().locator(".table--figures tbody tr")).hasCount(28);
            assertThat(auditor.page().locator(".table--figures tbody tr").last())
                    .containsText("Retired token: 30");
            auditor.screen("usage-week" + (javaScript ? "" : "-plain"));
            auditor.follow("30 days");
            assertThat(auditor.page().locator(".table--figures tbody tr")).hasCount(30);
            auditor.screen("usage-month" + (javaScript ? "" : "-plain"));
            List<String> csv = download(auditor, "Export as CSV").lines().toList();
            assertThat(csv).hasSize(31).first().asString().startsWith("began,allowed,would.refuse,refused,token.");
            assertThat(csv.getLast()).startsWith(LocalDate.now(ZoneOffset.UTC) + "T00:00:00Z,");
        }
    }

    @Test
    void saysSoWhileThereIsNothingToShow() {
        TestAccount account = TestAccount.on(server);
        try (Person owner = Person.at(account.server(), chromium)) {
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD)
                    .open("/accounts/" + account.slug() + "/settings/usage")
                    .sees("No calls in the last 24 hours.")
                    .screen("usage-none");
            owner.open("/accounts/" + account.slug() + "/settings/api/callers")
                    .seesHeading("Is this string one of your secrets?")
                    .screen("callers-none");
        }
    }

    @Test
    void showsWhoStillUsesARetiredTokenAndRecognisesWhatWasFound() {
        TestAccount account = TestAccount.on(server);
        Console console = account.signIn();
        console.enableApi();
        String old = console.authToken();
        String salt = console.privateSalt();
        call(old, "198.51.100.7");
        Eventually.await(
                "the last call", PROMISED, () -> console.apiPage().text().contains("UTC from 198.51.100.7"));
        console.regenerate();
        String current = console.authToken();
        call(old, "203.0.113.66");
        call(current, "198.51.100.7");
        call(current, "2001:db8:85a3::8a2e:370:7334");
        String path = console.path("/settings/api/callers");
        Eventually.await("the callers", PROMISED, () -> console.get(path).body().contains("203.0.113.66"));
        try (Person owner = Person.at(account.server(), chromium)) {
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD)
                    .open(path)
                    .seesHeading("Current token");
            assertThat(owner.page()
                            .getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Token that was retired")))
                    .hasCount(1);
            assertThat(owner.row("203.0.113.66").locator("td").last()).hasText("1");
            owner.screen("callers");

            check(owner, current).sees("Yes: that is your current Auth Token.");
            owner.screen("callers-current");
            assertThat(owner.page().content()).doesNotContain(current);
            check(owner, old).sees("It was an Auth Token of this account, retired on");
            check(owner, salt).sees("Yes: that is your Private Salt.");
            check(owner, "sg_" + "x".repeat(49)).sees("It doesn't have the form of an Auth Token");
            check(owner, "'\"><script>").sees("It doesn't have the form of an Auth Token");

            String csv = download(owner, "Export as CSV");
            assertThat(csv.lines().toList())
                    .hasSize(5)
                    .first()
                    .isEqualTo("token,address,first seen,last seen,allowed,would be refused,refused");
            assertThat(csv)
                    .contains(",203.0.113.66,", ",2001:db8:85a3::8a2e:370:7334,")
                    .doesNotContain(old, current);
        }
        TestAccount other = TestAccount.on(server);
        Console stranger = other.signIn();
        stranger.enableApi();
        assertThat(stranger.postForm(stranger.path("/settings/api/callers/check"), "string", current)
                        .text())
                .contains("It is none of this account's Auth Tokens");
    }

    @Test
    void showsWhomTheListWouldRefuseBeforeItIsEnforced() {
        TestAccount account = TestAccount.on(server);
        Console console = account.signIn();
        console.enableApi();
        String token = console.authToken();
        console.addToWhitelist("198.51.100.0/24");
        Stream.of("198.51.100.7", "203.0.113.9", "203.0.113.9", "2001:db8::5").forEach(from -> call(token, from));
        console.setMode("REPORT_ONLY");
        assertThat(call(token, "203.0.113.9").header("X-Would-Refuse")).isEqualTo("address.not.whitelisted");
        Eventually.await(
                "the preview",
                PROMISED,
                () -> console.whitelistPage().text().contains("refused 4 calls from 2 addresses"));
        try (Person owner = Person.at(account.server(), chromium)) {
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD)
                    .open(console.path("/settings/ip-whitelist"))
                    .seesHeading("If the list were enforced")
                    .screen("whitelist-preview");
            owner.press("List 203.0.113.9").sees("Saved as 203.0.113.9").sees("refused one call from one address");
            owner.press("List 2001:db8::5").sees("would have refused no calls");
            owner.enforce();
        }
        assertThat(call(token, "203.0.113.9").status()).isEqualTo(200);
        assertThat(call(token, "203.0.113.10").status()).isEqualTo(403);
    }

    @Test
    void theOperatorSeesWhatIsWrongWithAGatewayAndWhatIsNobodys() {
        server.verify(null, "User-Agent", "lost/1");
        server.verify("nonsense", "X-Forwarded-For", "198.51.100.7");
        Console operator = server.signIn();
        Eventually.await(
                "the warning", PROMISED, () -> gatewayCheck(operator).contains("A gateway does not say who calls"));
        Eventually.await(
                "both calls",
                PROMISED,
                () -> Stream.of("No token", "lost/1", "Not a token").allMatch(gatewayCheck(operator)::contains));
        try (Person person = Person.at(server, chromium)) {
            person.open("/operator/gateway-check")
                    .fill("Email", SaltgateServer.EMAIL)
                    .fill("Password", SaltgateServer.PASSWORD)
                    .press("Sign in");
            person.isAt("/operator/gateway-check").seesHeading("Gateway check").screen("gateway-check");
        }
        TestAccount account = TestAccount.on(server);
        assertThat(account.signIn().get("/operator/gateway-check").status()).isEqualTo(404);
        assertThat(Console.at(server).get("/operator/gateway-check").location())
                .endsWith("/signin?to=%2Foperator%2Fgateway-check");
    }

    /** An address that was refused can be added from where it is shown; how it was determined is folded away. */
    @Test
    void addsARefusedAddressToTheWhitelist() {
        TestAccount account = TestAccount.on(server);
        Console console = account.signIn();
        console.enableApi();
        console.addToWhitelist("198.51.100.0/24");
        console.setMode("ENFORCED");
        String token = console.authToken();
        assertThat(call(token, "203.0.113.9, 192.0.2.1").status()).isEqualTo(403);
        Eventually.await("the refusal", PROMISED, () -> usage(console).contains("203.0.113.9"));
        try (Person owner = Person.at(account.server(), chromium)) {
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).open(console.path("/settings/usage"));
            assertThat(owner.page().getByText("203.0.113.9 (client)")).not().isVisible();
            owner.page().getByText("How the address was determined").click();
            owner.sees("203.0.113.9 (client)").screen("usage-refused");
            owner.press("Add to whitelist: 203.0.113.9").sees("Saved as 203.0.113.9");
        }
        assertThat(call(token, "203.0.113.9, 192.0.2.1").status()).isEqualTo(200);
    }

    private static String download(Person person, String link) {
        Download download = person.page().waitForDownload(() -> person.follow(link));
        try {
            return Files.readString(download.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Person check(Person person, String string) {
        person.page()
                .getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("String"))
                .fill(string);
        return person.press("Check");
    }

    private static String usage(Console console) {
        return console.get(console.path("/settings/usage")).body();
    }

    private static String gatewayCheck(Console operator) {
        return operator.get("/operator/gateway-check").body();
    }

    /** As a gateway asks on behalf of somebody whose addresses these are. */
    private static Answer call(String token, String forwarded) {
        return server.verify(
                token,
                "X-Forwarded-For",
                forwarded,
                "X-Forwarded-Method",
                "GET",
                "X-Forwarded-Uri",
                "/documents/7?secret=1",
                "User-Agent",
                "an-integrator/2");
    }

    /** Some days of it. */
    private static void history(TestAccount account) {
        for (int hour = 1; hour < 20 * 24; hour += 1 + hour % 5) {
            account.addPastCalls(hour, "allowed", 200L + hour * 37 % 640);
            account.addPastCalls(hour, "address.not.whitelisted", hour * 13L % 90);
        }
    }
}
