package io.saltgate.consolelinks;

import static io.saltgate.testing.OperatorApi.code;
import static io.saltgate.testing.OperatorApi.data;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.operator.OperatorScope;
import io.saltgate.operator.StoredKeys;
import io.saltgate.testing.Answer;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.Console;
import io.saltgate.testing.Http;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Console links on a running server, as products use them and as attackers would like to. */
class ConsoleLinksIT {

    private static final String RETURN = "https://app.example.com/settings?tab=api";

    private static SaltgateServer server;

    private OperatorApi api;
    private TestAccount account;

    @BeforeAll
    static void start() {
        server = SaltgateServer.configure()
                .env("SALTGATE_RETURN_ORIGINS", "https://app.example.com")
                .postgres()
                .start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void begin() {
        account = TestAccount.on(server);
        api = new OperatorApi(server, StoredKeys.make(server, OperatorScope.SESSIONS));
    }

    @Test
    void lookingChangesNothingAndSetsNoCookie() {
        String path = link("admin");
        String before = account.snapshot();
        for (int i = 0; i < 2; i++) {
            Answer page = Console.at(server).get(path, "Cookie", "saltgate-done-" + server.port() + "=api.enabled");
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.headers("Set-Cookie")).isEmpty();
            assertThat(page.header("Cache-Control")).isEqualTo("no-store");
            assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(page.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
            assertThat(page.body()).contains("data-at-once", "Continue as Alex Doe", "data-theme=\"dark\"");
        }
        assertThat(account.snapshot()).isEqualTo(before);
        assertThat(count("console_session where account_id = ?")).isEqualTo("0");
        assertThat(count("console_link where redeemed_at is not null and account_id = ?"))
                .isEqualTo("0");
    }

    @Test
    void leadsInOnceWithTheWayBackOnEachPage() {
        String path = link("admin");
        Console alex = Console.at(server).on(account.slug());
        Answer redeemed = alex.post(path);
        assertThat(redeemed.status()).isEqualTo(303);
        assertThat(redeemed.location()).isEqualTo("/accounts/" + account.slug() + "/settings/api");
        for (String page : List.of(
                "",
                "/settings/api",
                "/settings/ip-whitelist",
                "/settings/webhooks",
                "/settings/usage",
                "/settings/team")) {
            Answer answer = alex.get(alex.path(page));
            assertThat(answer.status()).as(page).isEqualTo(200);
            assertThat(answer.body())
                    .as(page)
                    .contains("href=\"" + RETURN + "\"", "Back to app.example.com", "data-theme=\"dark\"")
                    .doesNotContain("href=\"/profile", "href=\"/accounts?", "href=\"/operator");
        }
        assertThat(alex.get("/help/api").body()).contains("Back to app.example.com");
        assertThat(alex.get(alex.path("/settings/general")).status()).isEqualTo(403);
        assertThat(alex.get(alex.path("/settings/nothing")).body()).contains("Back to app.example.com");

        Console thief = Console.at(server).on(account.slug());
        Answer replayed = thief.post(path);
        assertThat(replayed.status()).isEqualTo(409);
        assertThat(replayed.body()).contains("This link no longer works", "Back to app.example.com");
        assertThat(thief.cookie()).isNull();
        assertThat(thief.get(path).status()).isEqualTo(404);
        assertThat(thief.get(alex.path("/settings/api")).location()).startsWith("/signin");

        Console owner = account.signIn();
        assertThat(owner.get(owner.path("/settings/audit")).text())
                .contains("Console link issued", "Came in by a console link", "alex@example.org");
        assertThat(owner.get(owner.path("/settings/team")).text()).contains("Via another app", "Not verified");
    }

    @Test
    void enablesAndCopiesAsThePeopleOfThatRoleDo() {
        Console alex = comeIn("admin");
        Answer page = alex.apiPage();
        assertThat(alex.post(
                                alex.path("/settings/api/activation"),
                                "_csrf",
                                page.field("_csrf"),
                                "change",
                                page.field("change"))
                        .status())
                .isEqualTo(303);
        assertThat(disclose(alex, true).status()).isEqualTo(200);
        account.ageProofs("16 minutes");
        Answer json = disclose(alex, true);
        assertThat(json.status()).isEqualTo(403);
        assertThat(json.body()).contains("console.link.needed").doesNotContain("\"value\"");
        for (String[] confirmation : new String[][] {
            {}, {"_password", SaltgateServer.PASSWORD}, {"_password", ""}, {"_passkey", "{}"}, {"_kept", "x"}
        }) {
            Answer answer = disclose(alex, false, confirmation);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).doesNotContain("type=\"password\"");
        }
        Answer renewal = disclose(alex, false, "_password", SaltgateServer.PASSWORD);
        assertThat(renewal.body()).contains("Come in again to continue", "href=\"" + RETURN + "\"");
        assertThat(alex.apiPage().body()).doesNotContain("id=\"confirm\"");

        Console again = alex;
        String renewed = link("admin");
        Answer asked = again.get(renewed);
        assertThat(again.post(renewed, "_csrf", asked.field("_csrf")).status()).isEqualTo(303);
        assertThat(disclose(again, true).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "Origin, http://localhost",
        "Origin, null",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Sec-Fetch-Dest, iframe",
        "Sec-Fetch-Dest, object",
        "Sec-Fetch-Dest, embed"
    })
    void isNotRedeemedFromElsewhere(String header, String value) {
        String path = link("admin");
        String form = "application/x-www-form-urlencoded";
        List<String> headers = new ArrayList<>(List.of("Content-Type", form, header, value));
        if (!header.equals("Origin")) {
            headers.addAll(List.of("Origin", server.url()));
        }
        Console browser = Console.at(server);
        Answer answer = browser.send("POST", path, "", headers.toArray(String[]::new));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(browser.cookie()).isNull();
        assertThat(Console.at(server).post(path).status())
                .as("it is still to be used")
                .isEqualTo(303);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iframe", "frame", "object", "embed", "image", "script"})
    void isNotShownButAsAWholePage(String destination) {
        Answer answer = Console.at(server).get(link("admin"), "Sec-Fetch-Dest", destination);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).doesNotContain("data-console-link");
    }

    @Test
    void whoeverIsSignedInIsAskedWithBothNames() {
        Console owner = account.signIn();
        String before = owner.cookie();
        String path = link("developer");
        Answer asked = owner.get(path);
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.text()).contains(account.ownerEmail(), "Alex Doe", "alex@example.org");
        assertThat(asked.body()).doesNotContain("data-at-once");
        assertThat(owner.post(path).status()).as("without the session's token").isEqualTo(403);
        assertThat(owner.cookie()).isEqualTo(before);
        assertThat(owner.post(path, "_csrf", asked.field("_csrf")).status()).isEqualTo(303);
        assertThat(owner.cookie()).isNotEqualTo(before);
        assertThat(owner.get("/profile").location()).startsWith("/signin");
        Console old = Console.at(server).on(account.slug());
        assertThat(old.get(old.path("/settings/api"), "Cookie", before).location())
                .startsWith("/signin");
    }

    @Test
    void reachesNothingBeyondItsAccount() {
        Console alex = comeIn("owner");
        TestAccount other = TestAccount.on(server);
        for (String path : List.of(
                "/profile",
                "/profile/activity",
                "/profile/notices",
                "/profile/email",
                "/profile/passkeys",
                "/profile/second-factor",
                "/accounts",
                "/accounts?all=1",
                "/settings",
                "/signin/confirmation?to=/profile",
                "/operator",
                "/operator/keys",
                "/operator/accounts",
                "/operator/people",
                "/accounts/" + other.slug(),
                "/accounts/" + other.slug() + "/settings/api",
                "/accounts/" + SaltgateServer.ACCOUNT + "/settings/team",
                "/accounts/no-such-account/settings/api")) {
            Answer answer = alex.get(path);
            assertThat(answer.status()).as(path).isIn(303, 404);
            if (answer.status() == 303) {
                assertThat(answer.location()).as(path).matches("/signin.*|/accounts\\?settings=1");
            }
            assertThat(answer.text()).as(path).doesNotContain("alex@example.org", other.ownerEmail());
        }
        String csrf = alex.apiPage().field("_csrf");
        for (String path : List.of(
                "/profile/name",
                "/profile/password",
                "/profile/email",
                "/profile/second-factor/setup",
                "/profile/second-factor",
                "/profile/passkeys/setup",
                "/profile/passkeys",
                "/profile/sessions/end",
                "/profile/notices",
                "/signin/confirmation",
                "/operator/keys",
                "/operator/operators",
                "/accounts/" + other.slug() + "/settings/api/activation",
                "/accounts/" + other.slug() + "/settings/team/invitations")) {
            Answer answer = alex.post(
                    path,
                    "_csrf",
                    csrf,
                    "name",
                    "Mallory",
                    "password",
                    SaltgateServer.PASSWORD,
                    "new-password",
                    SaltgateServer.PASSWORD,
                    "email",
                    "mallory@example.org",
                    "role",
                    "OWNER");
            assertThat(answer.status()).as(path).isIn(303, 403, 404, 405);
            if (answer.status() == 303) {
                assertThat(answer.location()).as(path).startsWith("/signin");
            }
        }
        for (String credential : List.of("password", "passkey", "second_factor", "recovery_link", "known_device")) {
            if (exists(credential)) {
                assertThat(account.query(
                                "select count(*) from " + credential
                                        + " where user_id in (select user_id from guest where account_id = ?)",
                                account.id()))
                        .as(credential)
                        .isEqualTo("0");
            }
        }
        assertThat(account.query(
                        "select name from users where id in (select user_id from guest where account_id = ?)",
                        account.id()))
                .isEqualTo("Alex Doe");
        assertThat(alex.get("/api/v1/accounts/" + account.slug()).status()).isEqualTo(401);
        assertThat(alex.get("/api/v1/account").status()).isEqualTo(401);
        assertThat(alex.apiPage().status()).as("and still is where it may be").isEqualTo(200);
    }

    private boolean exists(String table) {
        return !"0"
                .equals(account.query("select count(*) from information_schema.columns"
                        + " where column_name = 'user_id' and table_name = '" + table + "'"));
    }

    @Test
    void neitherTakesASeatNorInvitesBeyondTheRole() {
        Console owner = account.signIn();
        owner.postForm(owner.path("/settings/team/invitations"), "email", "alex@example.org", "role", "OWNER");
        Answer invitedPage = owner.get(owner.path("/settings/team"));
        assertThat(invitedPage.text()).contains("alex@example.org");
        Console alex = comeIn("admin");
        assertThat(count("invitation where account_id = ?")).isEqualTo("1");
        Answer refused = alex.post(
                alex.path("/settings/team/invitations"),
                "_csrf",
                alex.apiPage().field("_csrf"),
                "email",
                "friend@example.org",
                "role",
                "OWNER");
        assertThat(refused.status()).isIn(403, 422);
        assertThat(count("invitation where email = 'friend@example.org' and account_id = ?"))
                .isEqualTo("0");
    }

    @Test
    void whoIsRemovedIsOutWithTheNextClick() {
        Console alex = comeIn("developer");
        OperatorApi accounts = new OperatorApi(server, StoredKeys.make(server, OperatorScope.ACCOUNTS));
        String guest = account.query("select user_id from guest where account_id = ?", account.id());
        assertThat(code(accounts.send(
                        "PATCH", "/accounts/" + account.slug() + "/members/" + guest, "{'role':'owner'}")))
                .isEqualTo("team.role.by.link");
        data(accounts.send("DELETE", "/accounts/" + account.slug() + "/members/" + guest, null));
        assertThat(alex.apiPage().location()).startsWith("/signin");
        assertThat(alex.get("/help/api").body()).doesNotContain("Alex Doe");
    }

    @Test
    void signsOutWithTheWayBack() {
        Console alex = comeIn("auditor");
        Answer out = alex.post("/signout", "_csrf", alex.apiPage().field("_csrf"));
        assertThat(out.status()).isEqualTo(200);
        assertThat(out.body()).contains("Signed out", "href=\"" + RETURN + "\"");
        assertThat(alex.cookie()).isNull();
        assertThat(count("console_session where account_id = ?")).isEqualTo("0");
    }

    @Test
    void ofManyAtOnceOneComesIn() throws Exception {
        String path = link("admin");
        List<String> cookies = Collections.synchronizedList(new ArrayList<>());
        List<Runnable> tries = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            tries.add(() -> {
                Console browser = Console.at(server);
                Answer answer = browser.post(path);
                assertThat(answer.status()).isIn(303, 409);
                if (browser.cookie() != null) {
                    cookies.add(browser.cookie());
                }
            });
        }
        assertThat(AtOnce.failures(AtOnce.run(tries))).isEmpty();
        assertThat(cookies).hasSize(1);
    }

    @Test
    void expiresAfterTwoMinutes() {
        String path = link("admin");
        account.execute("update console_link set expires_at = current_timestamp where account_id = ?", account.id());
        assertThat(Console.at(server).get(path).status()).isEqualTo(404);
        Answer late = Console.at(server).post(path);
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.headers("Set-Cookie")).isEmpty();
    }

    @Test
    void isOnlyForKeysWithTheScopeAndOpenAccounts() {
        for (OperatorScope scope : OperatorScope.values()) {
            if (scope != OperatorScope.SESSIONS) {
                OperatorApi other = new OperatorApi(server, StoredKeys.make(server, scope));
                assertThat(code(issue(other, account.slug(), body("admin")))).isEqualTo("scope.missing");
            }
        }
        assertThat(code(issue(new OperatorApi(server, "no-such-key"), account.slug(), body("admin"))))
                .isEqualTo("key.unknown");
        assertThat(issue(api, "no-such-account", body("admin")).status()).isEqualTo(404);
        account.setStatus("SUSPENDED");
        assertThat(code(issue(api, account.slug(), body("admin")))).isEqualTo("account.suspended");
        account.setStatus("CLOSED");
        assertThat(issue(api, account.slug(), body("admin")).status()).isEqualTo(404);
        account.setStatus("ACTIVE");
        account.execute("update account set second_factor = true where id = ?", account.id());
        assertThat(code(issue(api, account.slug(), body("admin")))).isEqualTo("account.needs.second.factor");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'email':'a@example.org'                                   | field.missing
            'role':'admin'                                            | field.missing
            'email':'no address','role':'admin'                       | email.invalid
            'email':'a@example.org','role':'OWNER'                    | role.invalid
            'email':'a@example.org','role':'operator'                 | role.invalid
            'email':'a@example.org','role':'admin','name':''          | name.invalid
            'email':'a@example.org','role':'admin','name':'a\\u0000b' | name.invalid
            'email':'a@example.org','role':'admin','name':'\\u202ea'  | name.invalid
            'email':'a\\u0000@example.org','role':'admin'             | email.invalid
            'email':'a@example.org','role':'admin','theme':'Dark'     | theme.invalid
            'email':'a@example.org','role':'admin','theme':'x.css'    | theme.invalid
            'email':'a@example.org','role':'admin','returnUrl':''     | return.url.invalid
            'email':'a@example.org','role':'admin','returnUrl':'https://app.example.com@evil.example/'   | return.url.invalid
            'email':'a@example.org','role':'admin','returnUrl':'https://app.example.com.evil.example/'   | return.url.invalid
            'email':'a@example.org','role':'admin','returnUrl':'javascript:alert(1)'                     | return.url.invalid
            'email':'a@example.org','role':'admin','returnUrl':'//evil.example'                          | return.url.invalid
            'email':'a@example.org','role':'admin','returnUrl':'https://app.example.com\\\\@evil.example' | return.url.invalid
            'email':'a@example.org','role':'admin','returnUrl':'https://app.example.com/\\nX: y'         | return.url.invalid
            'email':'a@example.org','role':'admin','returnUrl':'https://app.example.com:8443/'           | return.url.invalid
            'email':'a@example.org','role':'admin','returnUrl':'http://app.example.com/'                 | return.url.invalid
            'email':'a@example.org','role':'admin','operator':true                                       | field.unknown
            """, quoteCharacter = '\0')
    void refusesWhatIsNoLink(String members, String expected) {
        Answer answer = issue(api, account.slug(), "{" + members + "}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(code(answer)).isEqualTo(expected);
        assertThat(count("console_link where account_id = ?")).isEqualTo("0");
    }

    @Test
    void isNotGivenTwiceForOneKey() {
        String path = "/accounts/" + account.slug() + "/console-links";
        assertThat(api.post(path, body("admin"), "Idempotency-Key", "k").status())
                .isEqualTo(201);
        assertThat(code(api.post(path, body("admin"), "Idempotency-Key", "k"))).isEqualTo("idempotency.answer.gone");
        assertThat(code(api.post(path, body("owner"), "Idempotency-Key", "k"))).isEqualTo("idempotency.key.reused");
        assertThat(count("console_link where account_id = ?")).isEqualTo("1");
    }

    @Test
    void whatIsNoLinkIsNotFound() {
        for (String path : List.of("", "/", "/x", "/" + "0".repeat(43), "/" + "a".repeat(2_000), "/a/b")) {
            Answer answer = Http.get(server.address() + "/console-links" + path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(Console.at(server).post("/console-links" + path).status())
                    .as(path)
                    .isIn(404, 409);
        }
        assertThat(Console.at(server)
                        .send("PUT", "/console-links/" + "0".repeat(43), "")
                        .status())
                .isEqualTo(405);
    }

    @Test
    void neitherLogsNorStoresTheSecret() {
        String path = link("admin");
        String secret = path.substring(path.lastIndexOf('/') + 1);
        Console.at(server).get(path);
        Console.at(server).post(path);
        Console.at(server).post(path);
        Console.at(server).send("PUT", path, "");
        assertThat(server.log()).doesNotContain(secret);
        for (String table : List.of("console_link", "audit_entry", "idempotency_key", "console_session")) {
            assertThat(account.query(
                            "select count(*) from " + table + " t where cast(t as text) like ?", "%" + secret + "%"))
                    .as(table)
                    .isEqualTo("0");
        }
    }

    private Answer disclose(Console alex, boolean json, String... more) {
        List<String> fields = new ArrayList<>(List.of("_csrf", alex.apiPage().field("_csrf")));
        fields.addAll(List.of(more));
        List<String> headers =
                new ArrayList<>(List.of("Content-Type", "application/x-www-form-urlencoded", "Origin", server.url()));
        if (json) {
            headers.addAll(List.of("Accept", "application/json"));
        }
        return alex.send(
                "POST",
                alex.path("/settings/api/token/disclosure"),
                Http.form(fields.toArray(String[]::new)),
                headers.toArray(String[]::new));
    }

    private Console comeIn(String role) {
        Console alex = Console.at(server).on(account.slug());
        assertThat(alex.post(link(role)).status()).isEqualTo(303);
        return alex;
    }

    /** The path of a new link. */
    private String link(String role) {
        String link = data(issue(api, account.slug(), body(role))).getString("link");
        assertThat(link).startsWith(server.url() + "/console-links/");
        return link.substring(server.url().length());
    }

    private static Answer issue(OperatorApi api, String slug, String body) {
        return api.post("/accounts/" + slug + "/console-links", body);
    }

    private static String body(String role) {
        return "{'email':'alex@example.org','name':'Alex Doe','role':'" + role + "','returnUrl':'" + RETURN
                + "','theme':'dark'}";
    }

    private String count(String from) {
        return account.query("select count(*) from " + from, account.id());
    }
}
