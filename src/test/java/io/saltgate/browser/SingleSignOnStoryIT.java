package io.saltgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.Http;
import io.saltgate.testing.Keycloak;
import io.saltgate.testing.SaltgateServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** People sign in with a real Keycloak, which says who they are, in which groups, and when they have gone. */
@Tag("long")
class SingleSignOnStoryIT {

    private static final String OVERVIEW = "/accounts/" + SaltgateServer.ACCOUNT;
    private static final String SETTINGS = "/accounts/" + SaltgateServer.ACCOUNT + "/settings/";
    private static final Duration SOON = Duration.ofSeconds(20);

    private static Keycloak keycloak;
    private static SaltgateServer server;

    @BeforeAll
    static void start() {
        keycloak = Keycloak.start();
        server = SaltgateServer.configure()
                .env("SALTGATE_OIDC_ISSUER", keycloak.issuer())
                .env("SALTGATE_OIDC_CLIENT_ID", "saltgate")
                .env("SALTGATE_OIDC_CLIENT_SECRET", Keycloak.SECRET)
                .env("SALTGATE_OIDC_NAME", "Acme ID")
                .env("SALTGATE_OIDC_TRUSTED_DOMAINS", "example.com")
                .env("SALTGATE_OIDC_GROUPS", "acme admins=acme:admin, acme readers=acme:auditor")
                .postgres()
                .start();
        keycloak.createRealm(server.url());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @Test
    void groupsDecideOfTheRoleAndEachSideEndsTheOther() {
        keycloak.addUser("meera", true, "acme admins");
        try (Chromium chromium = Chromium.start();
                Person meera = Person.at(server, chromium)) {
            meera.open("/signin").screen("signin-sso");
            meera.follow("Sign in with Acme ID");
            signInAtKeycloak(meera, "meera");
            meera.isAt(OVERVIEW).seesHeading("Overview");
            assertThat(meera.button("Enable API").count()).isOne();

            age("16 minutes");
            meera.open("/signin/confirmation?to=/profile").seesHeading("Confirm that it is you");
            meera.screen("confirmation-sso");
            meera.follow("Confirm with Acme ID");
            signInAgainAtKeycloak(meera);
            meera.isAt("/profile");
            assertThat(server.queryNumber("select count(*) from console_session"
                            + " where confirmed_at > current_timestamp - interval '5 minutes'"))
                    .as("sessions that were confirmed")
                    .isOne();

            age("16 minutes"); // the form that was sent goes on afterwards
            meera.open(SETTINGS + "team").fill("Email", "guest@example.com").select("Role", "Developer");
            meera.press("Create link").seesHeading("Confirm that it is you").screen("action-confirmation-sso");
            meera.press("Confirm with single sign-on");
            signInAgainAtKeycloak(meera);
            meera.isAt("/signin/sso/confirmation").seesHeading("You are confirmed");
            meera.screen("sso-confirmed").press("Continue");
            meera.seesHeading("Invitation link");

            keycloak.moveToGroup("meera", "acme admins", "acme readers");
            meera.press("Sign out");
            meera.isAt("/signin");
            meera.follow("Sign in with Acme ID");
            signInAtKeycloak(meera, "meera"); // it has signed her out too
            meera.isAt(OVERVIEW).seesNoButton("Enable API");
            meera.open(SETTINGS + "audit");
            assertThat(meera.row("Role changed by a group of the identity provider")
                            .count())
                    .isOne();

            keycloak.signOut("meera");
            Eventually.await("her session has ended", SOON, () -> {
                meera.open(SETTINGS + "api");
                return meera.page().url().contains("/signin");
            });
            assertThat(server.queryNumber("select count(*) from audit_entry where code = 'session.ended.by.provider'"))
                    .isOne();
        }
    }

    @Test
    void aPersonWithAPasswordLinksItOnceWithoutJavaScript() {
        keycloak.addUser("owner", true); // owner@example.com, who was there before
        try (Chromium chromium = Chromium.start();
                Person owner = Person.withoutJavaScript(server, chromium)) {
            owner.open("/signin").follow("Sign in with Acme ID");
            signInAtKeycloak(owner, "owner");
            owner.seesHeading("Link your sign-ins").screen("sso-link");
            owner.fill("Password", "not the password").press("Link and sign in");
            owner.sees("That is not your password.").screen("sso-link-complaint");
            owner.fill("Password", SaltgateServer.PASSWORD).press("Link and sign in");
            owner.isAt(OVERVIEW).press("Sign out");
            owner.isAt("/signin").follow("Sign in with Acme ID");
            signInAtKeycloak(owner, "owner");
            owner.isAt(OVERVIEW);
        }
    }

    @Test
    void anAddressThatTheProviderHasNotVerifiedIsNobodys() {
        keycloak.addUser("mallory", false, "acme admins");
        try (Chromium chromium = Chromium.start();
                Person mallory = Person.at(server, chromium)) {
            mallory.open("/signin").follow("Sign in with Acme ID");
            signInAtKeycloak(mallory, "mallory");
            mallory.seesHeading("Single sign-on did not work");
            mallory.sees("Acme ID has not verified your email address").screen("sso-problem");
            mallory.open(SETTINGS + "api").isAt("/signin");
        }
    }

    @Test
    void whatComesBackFromNowhereSignsNobodyIn() {
        String callback = server.address() + "/signin/sso/callback";
        for (String query : List.of(
                "",
                "?",
                "?state=x&code=y",
                "?state=&code=",
                "?state=a&state=b&code=c",
                "?error=access_denied&state=x",
                "?error=%3Cscript%3E&error_description=%00%FF",
                "?code=" + "x".repeat(3000),
                "?state=%00&code=%00&iss=%00",
                "?iss=" + keycloak.issuer())) {
            Answer answer = Http.get(callback + query, "Cookie", "saltgate-sso-" + server.port() + "=v1.x.y");
            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.body()).doesNotContain("<script>");
            assertThat(answer.headers("Set-Cookie"))
                    .as("no session")
                    .noneMatch(cookie -> cookie.startsWith("saltgate-" + server.port()));
        }
    }

    @Test
    void aLogoutTokenThatIsNotGenuineEndsNothing() {
        String form = "application/x-www-form-urlencoded";
        for (String body : List.of("", "logout_token=", "logout_token=a.b.c", "logout_token=%00", "x".repeat(5000))) {
            Answer answer = Http.send("POST", server.address() + "/signin/sso/logout", body, "Content-Type", form);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
        assertThat(Http.get(server.address() + "/signin/sso/logout").status()).isEqualTo(405);
    }

    @Test
    void theWayToTheProviderIsBoundToTheBrowser() {
        Answer answer = Http.get(server.address() + "/signin/sso?to=/profile");
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location"))
                .startsWith(keycloak.issuer() + "/protocol/openid-connect/auth?")
                .contains("code_challenge_method=S256", "code_challenge=", "nonce=", "state=")
                .doesNotContain("profile&");
        assertThat(answer.header("Set-Cookie")).contains("Path=/;", "HttpOnly", "SameSite=Lax", "Max-Age=600");
        String state = answer.header("Location").replaceAll(".*[?&]state=([^&]*).*", "$1");
        assertThat(Http.get(server.address() + "/signin/sso/callback?code=x&state=" + state + "&iss="
                                + keycloak.issuer())
                        .status())
                .as("in another browser")
                .isEqualTo(400);
    }

    private static void signInAtKeycloak(Person person, String name) {
        Page page = person.page();
        page.waitForURL(address -> address.startsWith(keycloak.issuer()));
        page.locator("#username").fill(name);
        page.locator("#password").fill(Keycloak.PASSWORD);
        page.locator("#kc-login").click();
    }

    private static void signInAgainAtKeycloak(Person person) {
        person.page().waitForURL(address -> address.startsWith(keycloak.issuer()));
        person.page().locator("#password").fill(Keycloak.PASSWORD);
        person.page().locator("#kc-login").click();
    }

    private static void age(String interval) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "update console_session set confirmed_at = confirmed_at - interval '" + interval + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
