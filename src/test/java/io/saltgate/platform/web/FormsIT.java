package io.saltgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.team.Role;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What forms take and refuse: who may send one, what happens to a stale one, and to input that means harm. */
@Tag("server")
class FormsIT {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final SaltgateServer server = SaltgateServer.shared();
    private TestAccount account;
    private Console owner;

    @BeforeEach
    void enableApi() {
        account = TestAccount.on(server);
        owner = account.signIn();
        owner.enableApi();
        owner.addToWhitelist("198.51.100.7");
        account.addMember("dana@" + account.slug() + ".example", Role.DEVELOPER);
        owner.postForm(owner.path("/settings/team/invitations"), "email", "waits@example.com", "role", "ADMIN");
    }

    @Test
    void refusesAFormWithoutItsSessionsToken() {
        String before = account.snapshot();
        Console stranger = TestAccount.on(server).signIn();
        for (String[] form : forms()) {
            String path = owner.path(form[0]);
            String[] fields = Arrays.copyOfRange(form, 1, form.length);
            for (String token :
                    new String[] {null, "", "x", stranger.csrf(), owner.cookie().replaceFirst(".*=", "")}) {
                String body = Http.form(fields) + (token == null ? "" : "&" + Http.form("_csrf", token));
                Answer answer = owner.send("POST", path, body, "Content-Type", FORM, "Origin", server.url());
                assertThat(answer.status()).as(path).isEqualTo(403);
                assertThat(answer.text())
                        .contains("You signed in again or confirmed your password after this page was opened");
            }
        }
        assertThat(account.snapshot()).isEqualTo(before);
        assertThat(owner.post("/signout").status()).isEqualTo(403);
        assertThat(owner.apiPage().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Origin | https://evil.example",
                "Origin | http://localhost",
                "Origin | http://localhost:1",
                "Origin | https://localhost:PORT",
                "Origin | http://127.0.0.1:PORT",
                "Origin | http://localhost:PORT.evil.example",
                "Sec-Fetch-Site | cross-site",
                "Sec-Fetch-Site | same-site",
                "Sec-Fetch-Site | something-new"
            })
    void refusesAFormOfAnotherSiteEvenWithTheToken(String header, String value) {
        String before = account.snapshot();
        String named = value.replace("PORT", Integer.toString(server.port()));
        for (String[] form : forms()) {
            String body = Http.form(Arrays.copyOfRange(form, 1, form.length)) + "&_csrf=" + owner.csrf();
            Answer answer = owner.send("POST", owner.path(form[0]), body, "Content-Type", FORM, header, named);
            assertThat(answer.status()).as(form[0]).isEqualTo(403);
            assertThat(answer.text()).contains("It came from another site");
        }
        assertThat(account.snapshot()).isEqualTo(before);

        Console nobody = Console.at(server);
        String credentials = Http.form("email", account.ownerEmail(), "password", SaltgateServer.PASSWORD);
        assertThat(nobody.send("POST", "/signin", credentials, "Content-Type", FORM, header, named)
                        .status())
                .isEqualTo(403);
        assertThat(nobody.cookie()).isNull();
    }

    @Test
    void believesTheOriginOnlyIfItIsThePublicAddressWhateverTheHost() {
        Answer answer = Http.sendRaw(
                server.port(),
                ("POST /signin HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\nConnection: close\r\n"
                                + "Content-Type: " + FORM + "\r\nContent-Length: 3\r\n\r\na=b")
                        .getBytes(StandardCharsets.US_ASCII));

        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void takesAFormWhoseOriginTheBrowserHides() {
        String body = "_csrf=" + owner.csrf();
        String path = owner.path("/settings/ip-whitelist/entries");
        assertThat(owner.send(
                                "POST",
                                path,
                                body + "&range=10.0.0.1",
                                "Content-Type",
                                FORM,
                                "Origin",
                                "null",
                                "Sec-Fetch-Site",
                                "same-origin")
                        .status())
                .isEqualTo(303);
        assertThat(owner.send("POST", path, body + "&range=10.0.0.2", "Content-Type", FORM)
                        .status())
                .isEqualTo(303);
        assertThat(Console.at(server)
                        .send("POST", "/signin", "email=a", "Content-Type", FORM, "Origin", "null")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void changesNothingOnGetAndHead() {
        String before = account.snapshot();
        String session = owner.cookie();
        for (String[] form : forms()) {
            String query = "?_csrf=" + owner.csrf() + "&" + Http.form(Arrays.copyOfRange(form, 1, form.length));
            for (String method : List.of("GET", "HEAD")) {
                assertThat(owner.send(method, owner.path(form[0]) + query, null).status())
                        .as(form[0])
                        .isIn(200, 303, 404, 405);
            }
        }
        owner.get("/signout?_csrf=" + owner.csrf());
        owner.get("/signin?email=x&password=y");
        assertThat(account.snapshot()).isEqualTo(before);
        assertThat(owner.cookie()).isEqualTo(session);
        assertThat(owner.apiPage().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get", "post"})
    void knowsGetHeadAndPostAlone(String method) {
        String before = account.snapshot();
        List<String> paths = new ArrayList<>(List.of("/signin", "/signout", "/accounts", "/setup"));
        forms().forEach(form -> paths.add(owner.path(form[0])));
        for (String path : paths) {
            Answer answer = Http.sendRaw(
                    server.port(),
                    method,
                    path,
                    "_csrf=" + owner.csrf(),
                    "Cookie: " + owner.cookie(),
                    "Content-Type: " + FORM);
            assertThat(answer.status()).as(method + " " + path).isIn(400, 405);
        }
        assertThat(account.snapshot()).isEqualTo(before);
    }

    @Test
    void tellsWhoWasFasterInsteadOfDoingAStaleForm() {
        owner.regenerateAndKeepOldFor("PT1H");
        String old = owner.oldTokenId();
        String token = owner.tokenId();
        String enabling = owner.enablingId();
        String version = owner.whitelistPage().field("version");
        Console colleague = account.signInAs(Role.ADMIN);
        colleague.regenerate();
        colleague.addToWhitelist("10.0.0.1");
        String before = account.snapshot();

        assertStale(owner.submitRegenerate(token), "The Auth Token was regenerated");
        assertStale(owner.submitEndOverlap(old), "The Auth Token was regenerated");
        Answer mode = owner.postForm(owner.path("/settings/ip-whitelist/mode"), "mode", "ENFORCED", "version", version);
        assertThat(mode.status()).isEqualTo(409);
        assertThat(mode.text()).contains("No changes were made to the mode").containsPattern("UTC by admin-");
        assertThat(account.snapshot()).isEqualTo(before);

        colleague.disable();
        colleague.enableApi();
        for (String action : List.of("pause", "resumption", "deactivation")) {
            assertStale(
                    owner.postForm(owner.path("/settings/api/" + action), "enabling", enabling), "The API was enabled");
        }
    }

    @Test
    void doesARepeatedFormOnce() {
        Answer page = owner.apiPage();
        String enabling = page.field("enabling");
        String csrf = page.field("_csrf");
        String path = owner.path("/settings/api/pause");

        assertThat(owner.post(path, "_csrf", csrf, "enabling", enabling).status())
                .isEqualTo(303);
        Answer again = owner.post(path, "_csrf", csrf, "enabling", enabling);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text()).contains("Calls were paused").containsPattern("UTC by owner");

        String nonce = owner.whitelistPage().field("_nonce");
        String entries = owner.path("/settings/ip-whitelist/entries");
        assertThat(owner.post(entries, "_csrf", csrf, "_nonce", nonce, "range", "10.0.0.1")
                        .status())
                .isEqualTo(303);
        assertThat(owner.post(entries, "_csrf", csrf, "_nonce", nonce, "range", "10.0.0.2")
                        .status())
                .isEqualTo(409);
        assertThat(owner.whitelistPage().body()).doesNotContain("10.0.0.2");
    }

    /** C36: what one account has used up is fresh in another, and nothing of the one shows in the other. */
    @Test
    void takesANonceThatWasUsedInAnotherAccountAsFresh() {
        Console neighbour = TestAccount.on(server).signIn();
        neighbour.enableApi();
        String nonce = owner.whitelistPage().field("_nonce");
        assertThat(addRange(owner, nonce, "10.0.0.1").status()).isEqualTo(303);

        assertThat(addRange(neighbour, nonce, "10.0.0.2").status()).isEqualTo(303);
        assertThat(addRange(neighbour, nonce, "10.0.0.3").status()).isEqualTo(409);
        assertThat(addRange(owner, nonce, "10.0.0.4").status()).isEqualTo(409);
        assertThat(neighbour.whitelistPage().body()).contains("10.0.0.2").doesNotContain("10.0.0.1", "10.0.0.3");
    }

    private static Answer addRange(Console console, String nonce, String range) {
        return console.postForm(console.path("/settings/ip-whitelist/entries"), "_nonce", nonce, "range", range);
    }

    /** C36: a link could carry the one as well as the other, and addresses are written down. */
    @Test
    void takesAFormsFieldsFromItsBodyAlone() {
        String before = account.snapshot();
        String csrf = Http.form("_csrf", owner.csrf());
        for (String[] form : forms()) {
            String fields = Http.form(Arrays.copyOfRange(form, 1, form.length));
            String path = owner.path(form[0]);
            for (String query : new String[] {csrf, "%5Fcsrf=" + owner.csrf(), csrf + "&" + csrf + "&_csrf=x"}) {
                Answer answer =
                        owner.send("POST", path + "?" + query, fields, "Content-Type", FORM, "Origin", server.url());
                assertThat(answer.status()).as(path + "?" + query).isEqualTo(403);
            }
        }
        assertThat(account.snapshot()).isEqualTo(before);

        String entries = owner.path("/settings/ip-whitelist/entries");
        Answer emptyBody = owner.send("POST", entries + "?range=10.0.0.9", csrf, "Content-Type", FORM);
        assertThat(emptyBody.status()).isEqualTo(422);
        Answer both =
                owner.send("POST", entries + "?range=10.0.0.9&_csrf=x", csrf + "&range=10.0.0.8", "Content-Type", FORM);
        assertThat(both.status()).isEqualTo(303);
        assertThat(owner.whitelistPage().body()).contains("10.0.0.8").doesNotContain("10.0.0.9");

        Console nobody = Console.at(server);
        String credentials = Http.form("email", account.ownerEmail(), "password", SaltgateServer.PASSWORD);
        assertThat(nobody.send("POST", "/signin?" + credentials, "to=x", "Content-Type", FORM)
                        .status())
                .isEqualTo(422);
        assertThat(nobody.send("POST", "/signin?to=/accounts/evil", credentials, "Content-Type", FORM)
                        .location())
                .isEqualTo("/accounts");
    }

    @Test
    void keepsWhatWasTypedWhenItIsRefused() {
        Answer range = owner.postForm(
                owner.path("/settings/ip-whitelist/entries"), "range", "10.0.0.300", "label", "Büro & <b>Co</b>");
        assertThat(range.status()).isEqualTo(422);
        assertThat(range.text()).contains("10.0.0.300");
        assertThat(range.field("label")).isEqualTo("Büro & <b>Co</b>");
        assertThat(range.body()).doesNotContain("<b>Co</b>");

        Answer label = owner.postForm(
                owner.path("/settings/ip-whitelist/entries"), "range", "10.0.0.3", "label", "x".repeat(101));
        assertThat(label.status()).isEqualTo(422);
        assertThat(label.text()).contains("A label has 100 characters at most", "10.0.0.3");

        Answer signIn = Console.at(server).post("/signin", "email", "who@example.com", "password", "not-my-password");
        assertThat(signIn.status()).isEqualTo(422);
        assertThat(signIn.field("email")).isEqualTo("who@example.com");
        assertThat(signIn.body()).doesNotContain("not-my-password");
    }

    @ParameterizedTest
    @MethodSource("io.saltgate.testing.HostileText#list")
    void takesHostileTextForWhatItIs(String encoded) {
        for (String[] form : forms()) {
            for (int i = 1; i < form.length; i += 2) {
                assertHarmless(owner, owner.path(form[0]), fill(form, form[i], encoded) + "&_csrf=" + owner.csrf());
            }
            assertHarmless(owner, owner.path(form[0]), fill(form, "_nonce", encoded) + "&_csrf=" + owner.csrf());
            assertHarmless(owner, owner.path(form[0]), fill(form, "_csrf", encoded));
        }
        assertThat(owner.whitelistPage().status()).isEqualTo(200);
        for (String page :
                List.of("/settings/ip-whitelist?added=", "/settings/ip-whitelist?removed=", "/settings/audit?page=")) {
            Answer answer =
                    Http.sendRaw(server.port(), "GET", owner.path(page) + encoded, "", "Cookie: " + owner.cookie());
            assertThat(answer.status()).as(page + encoded).isIn(200, 400, 404);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | {\"range\":\"10.0.0.9\",\"_csrf\":\"CSRF\"}",
                "text/plain | range=10.0.0.9&_csrf=CSRF",
                "application/octet-stream | range=10.0.0.9&_csrf=CSRF",
                "application/xml | <range>10.0.0.9</range>",
                "multipart/form-data | range=10.0.0.9",
                "multipart/form-data; boundary=x | --x",
                "nonsense | range=10.0.0.9&_csrf=CSRF",
                "/ | range=10.0.0.9",
            })
    void takesOnlyForms(String type, String body) {
        String path = owner.path("/settings/ip-whitelist/entries");
        String csrf = owner.csrf();
        String filled = body.replace("CSRF", csrf);

        assertThat(owner.send("POST", path, filled, "Content-Type", type).status())
                .isIn(400, 403, 415);
        assertThat(owner.send("POST", path, filled, "Content-Type", type, "X-CSRF-Token", csrf)
                        .status())
                .isIn(400, 415, 422);
        assertThat(owner.whitelistPage().body()).doesNotContain("10.0.0.9");
    }

    @Test
    void refusesMoreThanAFormCanHold() {
        String path = owner.path("/settings/ip-whitelist/entries");
        String csrf = "_csrf=" + owner.csrf();

        Answer large = owner.send("POST", path, csrf + "&range=" + "1".repeat(300_000), "Content-Type", FORM);
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.text()).contains("That is too much at once");

        StringBuilder many = new StringBuilder(csrf);
        for (int i = 0; i < 25_000; i++) {
            many.append("&a").append(i).append('=');
        }
        assertThat(owner.send("POST", path, many.toString(), "Content-Type", FORM)
                        .status())
                .isIn(400, 413, 422);
        Answer chunked = Http.sendRaw(server.port(), chunked(path, csrf + "&range=" + "1".repeat(3_000_000)));
        assertThat(chunked.status()).isIn(400, 403, 413, 422);
    }

    /** Every form of an account, with fields that would be taken. */
    private List<String[]> forms() {
        return List.of(
                new String[] {"/settings/api/pause", "enabling", owner.enablingId()},
                new String[] {"/settings/api/token/rotation", "token", owner.tokenId(), "keepOldFor", "PT1H"},
                new String[] {"/settings/api/token/overlap/end", "old", owner.tokenId()},
                new String[] {"/settings/api/token/disclosure"},
                new String[] {"/settings/ip-whitelist/entries", "range", "10.0.0.1", "label", "x", "expires", ""},
                new String[] {"/settings/ip-whitelist/entries/" + owner.entryId("198.51.100.7") + "/removal"},
                new String[] {
                    "/settings/ip-whitelist/mode",
                    "mode",
                    "ENFORCED",
                    "version",
                    owner.whitelistPage().field("version")
                },
                new String[] {"/settings/team/invitations", "email", "a@example.com", "role", "ADMIN"},
                new String[] {"/settings/team/invitations/" + invitationId() + "/renewal"},
                new String[] {"/settings/team/members/" + developerId() + "/role", "role", "ADMIN", "seen", "DEVELOPER"
                },
                new String[] {
                    "/settings/team/members/" + developerId() + "/handover", "role", "ADMIN", "seen", "DEVELOPER"
                },
                new String[] {"/settings/api/deactivation", "enabling", owner.enablingId()});
    }

    private String developerId() {
        return account.query(
                "select user_id::text from member where role = 'DEVELOPER' and account_id = ?", account.id());
    }

    private String invitationId() {
        return account.query("select id::text from invitation where account_id = ?", account.id());
    }

    private static void assertStale(Answer answer, String what) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(409);
        assertThat(answer.text())
                .contains("No changes were made", what)
                .containsPattern("[0-9]{4}, [0-9:]{5} UTC by admin-");
    }

    private static void assertHarmless(Console sender, String path, String body) {
        Answer answer = sender.send("POST", path, body, "Content-Type", FORM);
        assertThat(answer.status()).as(path + " " + body + "\n" + answer).isIn(200, 303, 400, 403, 404, 409, 422);
        assertThat(answer.body())
                .doesNotContain("<script>alert", "onfocus=alert(1) x=\"", "Exception", "at io.saltgate");
        // Times, ids and nonces may have 49 twice.
        assertThat(answer.body().replaceAll("datetime=\"[0-9T:.Z-]+\"|[0-9A-Za-z_-]{16,}|t[0-9a-f]{8}-it", ""))
                .doesNotContain("4949");
        assertThat(answer.headers()).doesNotContainKey("X-Injected");
    }

    private static String fill(String[] form, String field, String encoded) {
        StringBuilder body = new StringBuilder(field + "=" + encoded);
        for (int i = 1; i < form.length; i += 2) {
            if (!form[i].equals(field)) {
                body.append('&').append(Http.form(form[i], form[i + 1]));
            }
        }
        return body.toString();
    }

    private byte[] chunked(String path, String body) {
        return ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: " + owner.cookie()
                        + "\r\nContent-Type: " + FORM + "\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
