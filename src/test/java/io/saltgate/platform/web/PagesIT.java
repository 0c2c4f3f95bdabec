package io.saltgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every page, the error pages too, tells browsers and does not tell strangers. */
@Tag("server")
class PagesIT {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final SaltgateServer server = SaltgateServer.shared();

    @Test
    void tellsBrowsersToDistrustEverythingElse() {
        Console owner = TestAccount.on(server).signIn();
        owner.enableApi();
        List<Answer> pages = new ArrayList<>(List.of(
                Console.at(server).get("/"),
                Console.at(server).get("/signin"),
                Console.at(server).post("/signin", "email", "a@example.com", "password", "wrong"),
                Console.at(server).get(owner.path("/settings/api")),
                owner.get("/signin/confirmation"),
                owner.get("/accounts?all=1"),
                owner.postForm(owner.path("/settings/api/token/disclosure")),
                owner.postForm(owner.path("/settings/api/pause")),
                owner.postForm(owner.path("/settings/ip-whitelist/entries"), "range", "x"),
                owner.post(owner.path("/settings/api/pause")),
                owner.get(owner.path("/settings/nothing")),
                owner.get("/nothing"),
                owner.get("/accounts/nobody/settings/api"),
                owner.send("PUT", "/signin", null),
                owner.send("PUT", "/nothing", null),
                Http.sendRaw(server.port(), "GET", "/accounts/x/../y", ""),
                Http.get(server.address() + "/help/api"),
                Http.get(server.address() + "/setup"),
                Http.get(server.address() + "/invitation/nothing")));
        for (String page : List.of(
                "/settings/api",
                "/settings/api/deactivation",
                "/settings/api/token/rotation",
                "/settings/ip-whitelist",
                "/settings/team",
                "/settings/audit")) {
            pages.add(owner.get(owner.path(page)));
        }
        for (Answer page : pages) {
            assertThat(page.header("Content-Security-Policy"))
                    .as(page.toString())
                    .isEqualTo("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
                            + " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
                            + " frame-ancestors 'none'");
            assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
            // Before sign-in the origin alone is named, by which a form of ours is told from another site's.
            assertThat(page.header("Referrer-Policy")).isIn("no-referrer", "strict-origin");
            assertThat(page.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
            assertThat(page.header("Cache-Control")).isEqualTo("no-store");
            assertThat(page.headers()).doesNotContainKeys("Server", "X-Powered-By", "Strict-Transport-Security");
            assertThat(page.body()).doesNotContain("<script>", "javascript:", " style=\"", " onclick=");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/accounts/acme/nothing",
                "/x.jsp",
                "/WEB-INF/web.xml",
                "/WEB-INF/classes/messages.properties",
                "/META-INF/MANIFEST.MF",
                "/theme/nothing.css",
                "/openapi",
                "/metrics",
                "/health",
                "/j_security_check",
                "/error",
                "/error?jakarta.servlet.error.status_code=200"
            })
    void hasOnePageForWhatIsNotThere(String path) {
        Answer answer =
                TestAccount.on(server).signIn().get(path.replace("/accounts/acme", "/accounts/no-such-account"));

        assertOurErrorPage(answer, 404, "There is no such page");
    }

    @Test
    void explainsOtherErrorsOnItsOwnPageToo() {
        assertOurErrorPage(
                Http.sendRaw(server.port(), "GET", "/signin;x=y", ""), 400, "The request could not be understood");
        assertOurErrorPage(Http.send("DELETE", server.address() + "/signin", null), 405, "That is not possible here");
        assertOurErrorPage(
                Http.send("DELETE", server.address() + "/theme/saltgate.css", null), 405, "That is not possible here");
        assertOurErrorPage(
                Http.send("PROPFIND", server.address() + "/nothing", null), 501, "Something went wrong on our side");
    }

    @Test
    void answersScriptsInTheEnvelope() {
        Answer answer = Http.get(server.address() + "/nothing", "Accept", "application/json");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"status\":0,\"messages\":[{\"code\":\"error.404\",\"message\":\"There is no such page\"}],"
                                + "\"message\":\"There is no such page\",\"data\":null}");
    }

    @Test
    void redirectsToThePublicAddressWhateverTheHostSays() throws IOException {
        List<String> paths = new ArrayList<>(
                List.of("/", "/accounts", "/help", "/accounts/acme/settings/api", "/signout", "/WEB-INF", "/META-INF"));
        try (Stream<Path> theme = Files.walk(Path.of("webapp-theme"))) {
            theme.filter(Files::isDirectory)
                    .map(folder -> folder.toString().replaceFirst("webapp-theme", "/theme"))
                    .forEach(paths::add);
        }
        for (String path : paths) {
            Answer answer = Http.sendRaw(
                    server.port(),
                    ("GET " + path + " HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n"
                                    + "Forwarded: host=evil.example\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(answer.status()).as(path).isIn(200, 303, 404);
            assertThat(answer.toString()).as(path).doesNotContain("evil.example");
            answer.find("Location").ifPresent(location -> assertThat(location).startsWith(server.url() + "/"));
        }
    }

    @Test
    void leadsOnToWhereOneBelongs() {
        Console owner = TestAccount.on(server).signIn();

        assertThat(owner.get("/accounts").location()).isEqualTo(owner.path(""));
        assertThat(owner.get("/settings").location()).isEqualTo("/accounts?settings=1");
        assertThat(owner.get("/accounts?settings=1").location()).isEqualTo(owner.path("/settings/api"));
        assertThat(owner.get("/setup").location()).isEqualTo("/");
        assertThat(Console.at(server).get("/settings").status()).isEqualTo(303);
        assertThat(owner.get(owner.path("")).body()).contains("class=\"bar__brand\" href=\"" + owner.path("") + "\"");
    }

    @Test
    void findsAnAccountByAPartOfItsNameOrSlug() {
        TestAccount account = TestAccount.on(server);
        Console owner = account.signIn();
        String part = account.slug().substring(1);
        assertThat(owner.get("/accounts?q=" + part.toUpperCase(Locale.ROOT)).body())
                .contains("/accounts/" + account.slug() + "\"", "value=\"" + part.toUpperCase(Locale.ROOT) + "\"");
        assertThat(owner.get("/accounts?settings=1&q=" + part).body())
                .contains("/accounts/" + account.slug() + "/settings/api\"");
        for (String odd : List.of("zzz", "%00", "%3Cb%3E", "%F0%9F%98%80", "a".repeat(1_000))) {
            Answer none = owner.get("/accounts?q=" + odd);
            assertThat(none.status()).isEqualTo(200);
            assertThat(none.text()).contains("None of your accounts matches.");
            assertThat(none.body()).doesNotContain("<b>");
        }
        assertThat(owner.get("/accounts?all=1").body()).doesNotContain("type=\"search\"");
    }

    /** As GOV.UK does it: a title that says so is read out first, and the field has the focus without a script too. */
    @Test
    void saysInTheTitleThatSomethingIsWrongAndBringsItIntoView() {
        Console owner = TestAccount.on(server).signIn();
        owner.enableApi();
        owner.apiPage(); // which says that, once

        String page = owner.postForm(owner.path("/settings/ip-whitelist/entries"), "range", "10.0.0.1/8")
                .body();

        assertThat(page).contains("<title>Error: IP whitelist").containsPattern("<textarea[^>]* autofocus=");
        assertThat(owner.get(owner.path("/settings/ip-whitelist")).body())
                .contains("<title>IP whitelist")
                .doesNotContain("autofocus");
    }

    @Test
    void sendsNobodyToAnotherSiteAfterSigningIn() {
        TestAccount account = TestAccount.on(server);
        for (String to : List.of(
                "https://evil.example/accounts/a",
                "//evil.example/accounts/a",
                "/\\evil.example",
                "/accounts/../../evil",
                "/accounts//evil.example",
                "/signout",
                "javascript:alert(1)",
                "/accounts/a\r\nSet-Cookie: a=b",
                "accounts/a")) {
            Answer answer = Console.at(server)
                    .post("/signin", "email", account.ownerEmail(), "password", SaltgateServer.PASSWORD, "to", to);
            assertThat(answer.header("Location")).as(to).isEqualTo(server.url() + "/accounts");
        }
    }

    @Test
    void letsBrowsersKeepTheThemeByItsVersionAlone() {
        String page = Http.get(server.address() + "/signin").body();
        String css = page.replaceAll("(?s).*href=\"(/theme/saltgate.css\\?v=[^\"]+)\".*", "$1");

        assertThat(Http.get(server.address() + css).header("Cache-Control"))
                .isEqualTo("public, max-age=31536000, immutable");
        assertThat(Http.get(server.address() + "/theme/saltgate.css").header("Cache-Control"))
                .isEqualTo("no-store");
        assertThat(Http.get(server.address() + "/theme/saltgate.css?v=x").header("Cache-Control"))
                .isEqualTo("no-store");
    }

    @Test
    void compressesTheThemeForWhoeverTakesThat() {
        String css = server.address() + "/theme/saltgate.css";
        Answer plain = Http.get(css);
        assertThat(plain.find("Content-Encoding")).isEmpty();
        assertThat(plain.header("Vary")).isEqualTo("Accept-Encoding");
        for (String accepted : List.of("gzip", "br;q=1.0, gzip;q=0.8", "deflate, GZIP")) {
            Answer small = Http.get(css, "Accept-Encoding", accepted);
            assertThat(small.header("Content-Encoding")).as(accepted).isEqualTo("gzip");
            assertThat(Integer.parseInt(small.header("Content-Length")))
                    .isLessThan(Integer.parseInt(plain.header("Content-Length")) / 2);
        }
        for (String refused : List.of("gzip;q=0", "br", "xgzip", "gzip;q=0.0, br")) {
            assertThat(Http.get(css, "Accept-Encoding", refused).find("Content-Encoding"))
                    .as(refused)
                    .isEmpty();
        }
    }

    @Test
    void refusesAMessageWhoseLengthIsToldTwice() {
        Answer lengthLast = Http.sendRaw(server.port(), smuggled("Transfer-Encoding: chunked\r\nContent-Length: 4"));
        assertThat(lengthLast.status()).isEqualTo(400);

        Answer twoLengths = Http.sendRaw(server.port(), smuggled("Content-Length: 4\r\nContent-Length: 50"));
        assertThat(twoLengths.status()).isEqualTo(400);

        // Payara drops a length that came first, unseen: then at least nothing behind the message is believed.
        Answer lengthFirst = Http.sendRaw(server.port(), smuggled("Content-Length: 4\r\nTransfer-Encoding: chunked"));
        assertThat(lengthFirst.header("Connection")).isEqualTo("close");
        assertThat(lengthFirst.body()).doesNotContain("HTTP/1.1", "\"status\":\"UP\"");
    }

    /** With a second request inside, for whoever takes the wrong length. Kept alive. */
    private static byte[] smuggled(String lengths) {
        return ("POST /signin HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + FORM + "\r\n" + lengths
                        + "\r\n\r\n0\r\n\r\nGET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void assertOurErrorPage(Answer answer, int status, String title) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(answer.text()).contains(title, "Error " + status);
        assertThat(answer.toString())
                .doesNotContainIgnoringCase("exception")
                .doesNotContain("at io.", "at org.", "Payara", "GlassFish", "Grizzly", "jakarta.");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }
}
