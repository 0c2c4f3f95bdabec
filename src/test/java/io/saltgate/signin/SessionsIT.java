package io.saltgate.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The life of a session: its cookie, and that an id which was given up is dead. */
@Tag("server")
class SessionsIT {

    private static final String ATTRIBUTES = "; Path=/; HttpOnly; SameSite=Lax";

    private final SaltgateServer server = SaltgateServer.shared();
    private final TestAccount account = TestAccount.on(server);
    private final String name = "saltgate-" + server.port();

    @Test
    void keepsTheCookieFromScriptsAndOtherSites() {
        Answer signedIn = signIn(Console.at(server));
        List<String> lines = signedIn.headers("Set-Cookie");
        assertThat(lines).anyMatch(line -> line.matches(name + "=[0-9A-Za-z]{43}" + ATTRIBUTES));
        assertThat(lines).allMatch(line -> line.contains("; HttpOnly") && line.contains("; SameSite=Lax"));
        assertThat(lines).noneMatch(line -> line.contains("Domain") || line.contains("JSESSIONID"));
    }

    @Test
    void bindsTheCookieToHttpsWherePeopleComeByHttps() {
        String url = "https://console.example";
        try (SaltgateServer secure =
                SaltgateServer.configure().env("SALTGATE_PUBLIC_URL", url).start()) {
            Console owner = Console.at(secure);
            Answer signedIn = owner.post("/signin", "email", SaltgateServer.EMAIL, "password", SaltgateServer.PASSWORD);

            assertThat(signedIn.headers("Set-Cookie"))
                    .anyMatch(line -> line.matches("__Host-saltgate-443=[0-9A-Za-z]{43}" + ATTRIBUTES + "; Secure"))
                    .allMatch(line -> line.startsWith("__Host-") && line.endsWith("; Secure"));
            assertThat(signedIn.header("Location")).isEqualTo(url + "/accounts");
            assertThat(signedIn.header("Strict-Transport-Security")).startsWith("max-age=31536000");
            assertThat(owner.apiPage().status()).isEqualTo(200);

            String plain = owner.cookie().replace("__Host-", "");
            assertThat(Console.at(secure)
                            .get(owner.path("/settings/api"), "Cookie", plain)
                            .status())
                    .isEqualTo(303);
            assertThat(owner.send(
                                    "POST",
                                    owner.path("/settings/api/activation"),
                                    "_csrf=" + owner.csrf(),
                                    "Content-Type",
                                    "application/x-www-form-urlencoded",
                                    "Origin",
                                    "http://console.example")
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void changesTheIdAtSignInAndForgetsTheOldOne() {
        String planted = name + "=" + "A".repeat(43);
        Answer signedIn = Http.send(
                "POST",
                server.address() + "/signin",
                Http.form("email", account.ownerEmail(), "password", SaltgateServer.PASSWORD),
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Origin",
                server.url(),
                "Cookie",
                planted);
        assertThat(signedIn.status()).isEqualTo(303);
        assertThat(signedIn.headers("Set-Cookie")).noneMatch(line -> line.startsWith(planted));
        assertDead(planted);

        Console owner = account.signIn();
        String first = owner.cookie();
        owner.postForm("/signin", "email", account.ownerEmail(), "password", SaltgateServer.PASSWORD);
        assertThat(owner.cookie()).isNotEqualTo(first);
        assertDead(first);
        assertLives(owner.cookie());
    }

    @Test
    void changesTheIdWhenAPersonConfirmsWhoItIs() {
        Console owner = account.signIn();
        String first = owner.cookie();
        assertThat(owner.postForm("/signin/confirmation", "password", "not my password at all")
                        .status())
                .isEqualTo(422);
        assertThat(owner.cookie()).isEqualTo(first);

        assertThat(owner.postForm("/signin/confirmation", "password", SaltgateServer.PASSWORD)
                        .status())
                .isEqualTo(303);
        assertThat(owner.cookie()).isNotEqualTo(first);
        assertDead(first);
        assertLives(owner.cookie());
    }

    @Test
    void asksWhoItIsBeforeASecretOnceTheSignInIsOld() {
        Console owner = account.signIn();
        owner.enableApi();
        account.ageProofs("14 minutes");
        assertThat(owner.authToken()).startsWith("sg_");
        account.ageProofs("2 minutes");

        Answer asked = owner.postForm(owner.path("/settings/api/token/disclosure"));
        assertThat(asked.status()).isEqualTo(403);
        assertThat(asked.body()).contains("Confirm that it is you").doesNotContain("sg_");

        owner.postForm("/signin/confirmation", "password", SaltgateServer.PASSWORD);
        assertThat(owner.authToken()).startsWith("sg_");
    }

    /** C35: the page that one wanted comes back with its query, from sign-in as from the confirmation. */
    @Test
    void comesBackToThePageThatWasWantedWithItsQuery() {
        Console owner = account.signIn();
        String wanted = owner.path("/settings/ip-whitelist") + "?find=10.0.0.0%2F8&page=2";
        String encoded = wanted.replace("%", "%25")
                .replace("/", "%2F")
                .replace("?", "%3F")
                .replace("=", "%3D")
                .replace("&", "%26");

        Console nobody = Console.at(server);
        Answer away = nobody.get(wanted);
        assertThat(away.location()).isEqualTo("/signin?to=" + encoded);
        Answer form = nobody.get(away.location());
        assertThat(form.field("to")).isEqualTo(wanted);
        String[] wrong = {"email", account.ownerEmail(), "password", "not my password", "to", form.field("to")};
        assertThat(nobody.post("/signin", wrong).field("to")).isEqualTo(wanted);
        String[] right = {"email", account.ownerEmail(), "password", SaltgateServer.PASSWORD, "to", form.field("to")};
        assertThat(nobody.post("/signin", right).location()).isEqualTo(wanted);

        Answer confirmation = owner.get("/signin/confirmation?to=" + encoded);
        assertThat(confirmation.field("to")).isEqualTo(wanted);
        assertThat(owner.postForm("/signin/confirmation", "password", SaltgateServer.PASSWORD, "to", wanted)
                        .location())
                .isEqualTo(wanted);
        assertThat(Console.at(server).get("/signin/confirmation?to=" + encoded).location())
                .isEqualTo("/signin?to=" + encoded);
        assertThat(Console.at(server).get("/operator/keys?x=1").location())
                .isEqualTo("/signin?to=%2Foperator%2Fkeys%3Fx%3D1");

        for (String elsewhere :
                new String[] {"https://evil.example/?x", "//evil.example?x=/accounts", "/signout?x=1"}) {
            assertThat(owner.postForm("/signin/confirmation", "password", SaltgateServer.PASSWORD, "to", elsewhere)
                            .location())
                    .isEqualTo("/accounts");
        }
    }

    @Test
    void endsASessionThatRestsOrLastsTooLong() {
        Console resting = account.signIn();
        assertLives(resting.cookie());
        account.ageSessions("16 minutes");
        assertDead(resting.cookie());

        Console lasting = account.signIn();
        account.ageSessions("13 hours");
        assertDead(lasting.cookie());
    }

    @Test
    void endsWithSignOut() {
        Console owner = account.signIn();
        Console elsewhere = account.signIn();
        String session = owner.cookie();
        Answer signedOut = owner.postForm("/signout");

        assertThat(signedOut.location()).isEqualTo("/signin");
        assertThat(signedOut.headers("Set-Cookie")).contains(name + "=; Max-Age=0" + ATTRIBUTES);
        assertDead(session);
        assertLives(elsewhere.cookie());
    }

    @Test
    void takesNoSessionFromElsewhereOrTwice() {
        Console owner = account.signIn();
        String id = owner.cookie().replaceFirst(name + "=", "");
        String page = owner.path("/settings/api");

        assertLives(owner.cookie());
        assertDead(name + "=" + id + "; " + name + "=" + id);
        assertDead(name + "=" + id + "; " + name + "=" + "A".repeat(43));
        assertDead(name.toUpperCase(Locale.ROOT) + "=" + id);
        assertDead("saltgate=" + id);
        assertDead("saltgate-1=" + id);
        assertDead("__Host-" + name + "=" + id);
        assertDead("JSESSIONID=" + id);
        assertDead(name + "=" + id + "x");
        Answer inAddress = Http.sendRaw(server.port(), "GET", page + ";jsessionid=" + id, "");
        assertThat(inAddress.status()).isIn(303, 400);
        assertThat(inAddress.toString()).doesNotContain(id);
        assertThat(Http.sendRaw(server.port(), "GET", page + "?" + name + "=" + id, "")
                        .status())
                .isEqualTo(303);
        assertThat(Http.sendRaw(server.port(), "GET", page, "", "Authorization: Bearer " + id)
                        .status())
                .isEqualTo(303);
    }

    private Answer signIn(Console console) {
        return console.post("/signin", "email", account.ownerEmail(), "password", SaltgateServer.PASSWORD);
    }

    private void assertLives(String cookie) {
        assertThat(page(cookie).status()).isEqualTo(200);
    }

    private void assertDead(String cookie) {
        Answer answer = page(cookie);
        assertThat(answer.status()).as(cookie).isEqualTo(303);
        assertThat(answer.location()).startsWith("/signin");
    }

    private Answer page(String cookie) {
        return Http.get(server.address() + "/accounts/" + account.slug() + "/settings/api", "Cookie", cookie);
    }
}
