package io.saltgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.saltgate.testing.Answer;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Settings > API and IP whitelist as people use them. Leaves a picture of every page and state in target/screens. */
class ConsoleStoryIT {

    private static final String API = "/accounts/acme/settings/api";
    private static final String WHITELIST = "/accounts/acme/settings/ip-whitelist";
    private static final String PRESS = "The value is selected: press Ctrl+C";

    @AutoClose
    private static Chromium chromium;

    @BeforeAll
    static void startBrowser() {
        chromium = Chromium.start();
    }

    @Test
    void goesFromTheSetUpCodeToADisabledApi() throws IOException {
        try (SaltgateServer server = SaltgateServer.configure().withoutOwner().start();
                Person owner = Person.withClipboard(server, chromium)) {
            setUp(owner, server);
            owner.follow("Settings").isAt(API).screen("api-off");

            owner.press("Enable API").sees("Never share the Auth Token").screen("api-on");
            String html = owner.page().content();
            owner.press("Copy Auth Token").sees("Auth Token copied").screen("api-copied");
            String token = owner.clipboard();
            owner.press("Copy Private Salt").sees("Private Salt copied");
            String salt = owner.clipboard();
            assertThat(token).startsWith("sg_").hasSize(52);
            assertThat(salt).hasSize(43);
            assertThat(html).doesNotContain(token, salt);
            assertThat(owner.page().content()).doesNotContain(token, salt);
            assertThat(server.verify(token).status()).isEqualTo(200);

            walkFromPauseToDisable(owner, server, token, () -> {
                owner.press("Copy Auth Token").sees("Auth Token copied");
                return owner.clipboard();
            });
        }
    }

    @Test
    void goesTheSameWayWithoutJavaScript() throws IOException {
        try (SaltgateServer server = SaltgateServer.configure().withoutOwner().start();
                Person owner = Person.withoutJavaScript(server, chromium)) {
            setUp(owner, server);
            owner.follow("Settings").press("Enable API").press("Copy Auth Token");
            Locator clear = owner.page().getByLabel("Select the value, then press Ctrl+C");
            String token = clear.inputValue();
            owner.screen("secret-without-javascript").follow("Done").isAt(API);
            assertThat(server.verify(token).status()).isEqualTo(200);

            walkFromPauseToDisable(owner, server, token, () -> {
                owner.press("Copy Auth Token");
                String next = clear.inputValue();
                owner.follow("Done");
                return next;
            });
        }
    }

    /** Plain http by a name of the LAN is no secure context: no clipboard, and no Sec-Fetch-Site. */
    // B36
    @Test
    void showsTheValueSelectedWhereTheBrowserLetsNoPageCopy() throws IOException {
        try (SaltgateServer server = SaltgateServer.configure()
                        .withoutOwner()
                        .env("SALTGATE_PUBLIC_URL", "http://saltgate.lan")
                        .start();
                Chromium lan = Chromium.start("--host-resolver-rules=MAP saltgate.lan 127.0.0.1:" + server.port());
                Person owner = Person.withClipboard(server, lan)) {
            setUp(owner, server);
            assertThat((boolean) owner.page().evaluate("() => isSecureContext")).isFalse();
            owner.press("Sign out").isAt("/signin");
            owner.signIn(SaltgateServer.EMAIL, SaltgateServer.PASSWORD).isAt("/accounts/acme");

            owner.press("Enable API").press("Copy Auth Token").sees(PRESS).screen("api-shown");
            Locator clear = owner.page().getByLabel("Your Auth Token");
            assertThat(clear).isFocused();
            String token = owner.selection();
            assertThat(server.verify(token).status()).isEqualTo(200);
            assertThat(owner.page().getByText("Auth Token copied")).hasCount(0);

            owner.page().evaluate("() => document.dispatchEvent(new Event('visibilitychange'))");
            assertThat(clear).isHidden();
            assertThat(clear).hasValue("");
            assertThat(owner.page().getByText(PRESS)).hasCount(0);
        }
    }

    @Tag("long")
    @Test
    void seatsInvitedPeopleOnAPlainHttpHostToo() {
        try (SaltgateServer server = SaltgateServer.configure()
                        .env("SALTGATE_PUBLIC_URL", "http://saltgate.lan")
                        .start();
                Chromium lan = Chromium.start("--host-resolver-rules=MAP saltgate.lan 127.0.0.1:" + server.port());
                Person owner = Person.at(server, lan);
                Person guest = Person.withoutJavaScript(server, lan)) {
            owner.signIn(SaltgateServer.EMAIL, SaltgateServer.PASSWORD)
                    .follow("Team")
                    .seesHeading("Members");
            owner.fill("Email", "dev@acme.example");
            owner.page().locator("#role").selectOption("DEVELOPER");
            owner.press("Create link").seesHeading("Invitation link").screen("invited");
            String link = owner.selection();
            owner.follow("Done").sees("dev@acme.example").screen("team");

            guest.page().navigate(link);
            guest.seesHeading("Join acme").screen("invitation");
            guest.fill("Your name", "Dev")
                    .fill("Password", SaltgateServer.PASSWORD)
                    .press("Join acme");
            guest.isAt(API).sees("Ask an owner or admin").seesNoButton("Enable API");
            guest.follow("Team").seesHeading("Members").screen("team-as-developer");
            guest.page().navigate(link);
            guest.screen("invitation-used");

            owner.page().reload();
            owner.follow("Edit Dev (dev@acme.example)").follow("Remove Dev");
            owner.screen("team-removal").press("Remove Dev");
            guest.page().reload();
            guest.open(API).seesHeading("Sign in");
        }
    }

    @Test
    void enablesAndCopiesByKeyboardAlone() {
        TestAccount account = TestAccount.onShared();
        try (Person owner = Person.withClipboard(account.server(), chromium)) {
            Page page = owner.page();
            owner.open("/signin");
            owner.tabTo(owner.field("Email"));
            page.keyboard().type(account.ownerEmail());
            owner.tabTo(owner.field("Password"));
            page.keyboard().type(SaltgateServer.PASSWORD);
            owner.tabTo(owner.button("Sign in"));
            page.keyboard().press("Enter");

            owner.seesHeading("Get started");
            Locator skip = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Skip to content"));
            owner.tabTo(skip);
            assertThat(skip).isInViewport();
            page.keyboard().press("Enter");
            // Past header and panel: what follows is the page itself.
            page.keyboard().press("Tab");
            assertThat(owner.button("Enable API")).isFocused();
            page.keyboard().press("Enter");

            owner.seesHeading("Auth Token");
            owner.tabTo(owner.button("Pause calls"));
            owner.tabTo(owner.button("Copy Auth Token"));
            owner.screen("focus");
            page.keyboard().press("Space");
            owner.sees("Auth Token copied");
            assertThat(owner.button("Copy Auth Token")).isFocused();
            assertThat(account.server().verify(owner.clipboard()).status()).isEqualTo(200);
            owner.tabTo(owner.button("Regenerate Auth Token"));
            page.keyboard().press("Enter");
            owner.seesHeading("Regenerate the Auth Token?").tabTo(owner.button("Regenerate Auth Token"));
            page.keyboard().press("Enter");
            // What was done has the focus, and Tab goes on from there.
            assertThat(page.locator(".note--good")).isFocused();
            owner.tabTo(owner.button("Copy Private Salt"));
            owner.tabTo(owner.button("Disable API"));
            page.keyboard().press("Enter");
            owner.seesHeading("Disable the API?").tabTo(owner.button("Disable API"));
            page.keyboard().press("Enter");
            owner.seesHeading("The API of this account is off");
        }
    }

    @Test
    void showsNothingByTheBackButtonAfterSigningOut() {
        TestAccount account = TestAccount.onShared();
        try (Person owner = Person.at(account.server(), chromium)) {
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD);
            owner.press("Enable API")
                    .seesHeading("Auth Token")
                    .press("Sign out")
                    .isAt("/signin");

            owner.page().goBack();

            owner.isAt("/signin").seesNoButton("Copy Auth Token");
            assertThat(owner.page().content()).doesNotContain("Account " + account.slug());
        }
    }

    @Test
    void clearsTheOtherTabsAfterSigningOutInOne() {
        TestAccount account = TestAccount.onShared();
        try (Person owner = Person.at(account.server(), chromium)) {
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD)
                    .press("Enable API")
                    .seesHeading("Auth Token");
            Page other = owner.page().context().newPage();
            other.navigate(owner.page().url());
            assertThat(other.content()).contains(account.slug());

            owner.press("Sign out").isAt("/signin");

            other.waitForURL(url -> url.contains("/signin"));
            assertThat(other.content()).doesNotContain("Copy Auth Token");
        }
    }

    @Test
    void clearsAPageWhoseSessionIsOverButNotWhatSomebodyTyped() {
        TestAccount account = TestAccount.onShared();
        try (Person owner = Person.at(account.server(), chromium)) {
            owner.page().clock().install();
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD)
                    .press("Enable API")
                    .seesHeading("Auth Token");
            String api = owner.page().url();
            owner.page().navigate(api.replace("/settings/api", "/settings/ip-whitelist"));
            owner.page()
                    .locator("summary", new Page.LocatorOptions().setHasText("Add entries"))
                    .first()
                    .click();
            owner.fill("IP address or range", "198.51.100.7");
            owner.page().context().clearCookies();
            owner.page().clock().runFor("20:00");
            assertThat(owner.page().url()).endsWith("/settings/ip-whitelist");

            owner.page().getByLabel("IP address or range").first().fill("");
            owner.page().clock().runFor("01:00");

            owner.page().waitForURL(url -> url.contains("/signin"));
        }
    }

    /** C35: one press of Confirm copies. */
    @Test
    void asksWhoIsThereBeforeItCopiesLongAfterTheSignInAndThenCopies() throws SQLException {
        TestAccount account = TestAccount.onShared();
        String api = "/accounts/" + account.slug() + "/settings/api";
        try (Person owner = Person.withClipboard(account.server(), chromium)) {
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).press("Enable API");
            owner.seesHeading("Auth Token");
            update(
                    account,
                    "update console_session set confirmed_at = confirmed_at - interval '16 minutes'"
                            + " where user_id = (select id from users where email = ?)",
                    account.ownerEmail());

            owner.press("Copy Auth Token").seesHeading("Confirm that it is you").screen("confirmation");
            owner.fill("Password", "not my password").press("Confirm").sees("That is not your password.");
            owner.screen("confirmation-refused");
            owner.fill("Password", SaltgateServer.PASSWORD).press("Confirm").sees("Auth Token copied");
            owner.isAt(api);
            assertThat(account.server().verify(owner.clipboard()).status()).isEqualTo(200);
            // The page that stayed open has the new session's token.
            owner.press("Copy Private Salt").sees("Private Salt copied");
            owner.press("Pause calls");
            assertThat(owner.button("Resume calls")).isVisible();
        }
    }

    @Test
    void saysWhoWasFasterWhenAFormIsStale() {
        TestAccount account = TestAccount.onShared();
        try (Person slow = Person.at(account.server(), chromium);
                Person fast = Person.at(account.server(), chromium)) {
            slow.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).seesHeading("Get started");
            fast.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).press("Enable API");
            fast.seesHeading("Auth Token");

            slow.press("Enable API").seesHeading("No changes were made").sees("The API was enabled");
            slow.screen("changed");
            slow.follow("See the API now").seesHeading("Auth Token");

            slow.press("Regenerate Auth Token").choose("In 7 days").press("Regenerate Auth Token");
            slow.sees("The old one still works");
            fast.open("/accounts/" + account.slug() + "/settings/api").press("End now");
            fast.sees("The old Auth Token has expired.");
            slow.press("End now").seesHeading("No changes were made").sees("The old Auth Token was ended");
        }
    }

    @Test
    void hasRoomForTheLongestNames() throws SQLException {
        TestAccount account = TestAccount.onShared();
        TestAccount other = TestAccount.onShared();
        String name =
                "Gesellschaft fuer Rindfleischetikettierungsueberwachung & Partner mit sehr langem Namen in Muenchen";
        update(account, "update account set name = ? where id = ?", name, account.id());
        update(
                account,
                "update users set name = ? where email = ?",
                "Dr. " + "Wolfeschlegelsteinhausenbergerdorff".repeat(2),
                account.ownerEmail());
        update(
                account,
                "insert into member (account_id, user_id, role, joined_at)"
                        + " select ?, id, 'AUDITOR', current_timestamp from users where email = ?",
                other.id(),
                account.ownerEmail());
        try (Person owner = Person.at(account.server(), chromium)) {
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD);
            owner.seesHeading("Choose an account").screen("accounts");
            owner.page().getByText(name).click();
            owner.press("Enable API").seesHeading("Auth Token").screen("long-names");
            owner.open("/accounts/" + account.slug() + "/settings/ip-whitelist");
            owner.fill("IP address or range", "2001:db8:1234:5678:9abc:def0:1234:5678")
                    .fill("Label", "x".repeat(100));
            owner.press("Add")
                    .sees("Saved as 2001:db8:1234:5678:9abc:def0:1234:5678")
                    .screen("long-entry");

            // The same person, elsewhere an auditor: sees, and may do nothing.
            owner.open("/accounts/" + other.slug() + "/settings/api").sees("Ask an owner or admin");
            owner.seesNoButton("Enable API").screen("api-off-auditor");
        }
    }

    @Test
    void helpsIntegratorsWhoCannotSignIn() {
        try (Person nobody = Person.at(SaltgateServer.shared(), chromium)) {
            nobody.open("/help/api").seesHeading("Call the API").screen("help-api");
            nobody.follow("API reference").seesHeading("API reference").screen("help-reference");
            nobody.follow("Create an account").seesHeading("Create an account").screen("help-reference-call");
            nobody.follow("Check webhooks").seesHeading("Check webhooks").screen("help-webhooks");
            nobody.sees("5e6eb6b6d6c81e0f2b096cdf2e14f56dc28b5432");
            nobody.follow("Search help")
                    .fill("What are you looking for?", "token ambiguous")
                    .press("Search");
            nobody.sees("sections found")
                    .screen("help-search")
                    .follow("401 token.ambiguous")
                    .seesHeading("API reference");
            nobody.open("/nowhere").seesHeading("There is no such page").screen("error-404");
        }
    }

    private static void setUp(Person owner, SaltgateServer server) throws IOException {
        owner.open("/").isAt("/setup").screen("setup");
        owner.fill("Setup code", "a guess").fill("Your name", "Meera R.").fill("Email", SaltgateServer.EMAIL);
        owner.fill("Password", SaltgateServer.PASSWORD).fill("Account name", "Acme");
        owner.press("Set up").sees("This code isn't right.").screen("setup-refused");
        String code = Files.readString(server.dataDir().resolve("setup-code")).strip();
        owner.fill("Setup code", code).fill("Password", SaltgateServer.PASSWORD).press("Set up");
        owner.isAt(API).seesHeading("The API of this account is off");
    }

    private interface Copying {
        String copyToken();
    }

    private static void walkFromPauseToDisable(Person owner, SaltgateServer server, String token, Copying copying) {
        owner.press("Pause calls")
                .sees("Every call is refused until you resume.")
                .screen("api-paused");
        assertRefused(server.verify(token), 403, "api.paused");
        owner.press("Resume calls").seesNoButton("Resume calls");
        assertThat(server.verify(token).status()).isEqualTo(200);

        owner.follow("IP whitelist").isAt(WHITELIST).screen("whitelist-empty");
        owner.choose("Enforced").press("Set mode").seesHeading("Stop every call?");
        owner.screen("whitelist-enforced-empty-asked").press("Set mode").sees("The list is enforced and empty");
        owner.screen("whitelist-enforced-empty");
        owner.fill("IP address or range", "10.8.0.1/8").press("Add").sees("is an address inside of 10.0.0.0/8");
        owner.screen("whitelist-refused");
        owner.fill("IP address or range", "10.0.0.0/8").fill("Label", "Office").press("Add");
        assertThat(owner.button("Remove 10.0.0.0/8")).isVisible();
        assertRefused(server.verify(token), 403, "address.not.whitelisted");
        owner.choose("Report only").press("Set mode").screen("whitelist-report-only");
        assertThat(server.verify(token).header("X-Would-Refuse")).isEqualTo("address.not.whitelisted");
        owner.enforce();
        owner.fill("IP address or range", "127.0.0.1").press("Add");
        assertThat(owner.button("Remove 127.0.0.1")).isVisible();
        assertThat(server.verify(token).status()).isEqualTo(200);
        owner.fill("IP address or range", "127.0.0.1/32").press("Add").sees("“127.0.0.1” is in the list already.");
        owner.fill("IP address or range", "2001:db8::/32").press("Add").screen("whitelist");
        owner.press("Remove 2001:db8::/32").seesNoButton("Remove 2001:db8::/32");

        owner.follow("Settings").press("Regenerate Auth Token").seesHeading("Regenerate the Auth Token?");
        owner.screen("confirm-regenerate").choose("In 24 hours").press("Regenerate Auth Token");
        owner.isAt(API).sees("The old one still works").screen("api-overlap");
        String between = copying.copyToken();
        assertThat(server.verify(token).status()).isEqualTo(200);
        assertThat(server.verify(between).status()).isEqualTo(200);
        owner.press("End now").sees("The old Auth Token has expired.").seesNoButton("End now");
        owner.screen("api-overlap-ended");
        assertRefused(server.verify(token), 401, "token.unknown");
        assertThat(server.verify(between).status()).isEqualTo(200);

        owner.press("Regenerate Auth Token").choose("In 1 hour").press("Regenerate Auth Token");
        owner.isAt(API).press("Regenerate Auth Token").sees("An older token");
        owner.screen("confirm-regenerate-again").press("Regenerate Auth Token").isAt(API);
        owner.sees("Auth Token regenerated.").seesNoButton("End now").screen("api-regenerated");
        String next = copying.copyToken();
        assertRefused(server.verify(token), 401, "token.unknown");
        assertRefused(server.verify(between), 401, "token.unknown");
        assertThat(server.verify(next).status()).isEqualTo(200);

        owner.press("Disable API").sees("the 2 whitelisted IP addresses").screen("confirm-disable");
        owner.press("Disable API").seesHeading("The API of this account is off");
        assertRefused(server.verify(next), 401, "token.unknown");
        owner.follow("IP whitelist")
                .sees("Enable the API to manage its whitelist.")
                .screen("whitelist-after-disable");
        owner.follow("Audit trail").seesHeading("Audit trail").screen("audit");

        owner.press("Sign out").isAt("/signin").screen("signin");
        owner.signIn(SaltgateServer.EMAIL, "not my password").sees("Incorrect email or password.");
        owner.screen("signin-refused");
    }

    private static void assertRefused(Answer answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("X-Refusal")).isEqualTo(code);
    }

    private static void update(TestAccount account, String sql, Object... values) throws SQLException {
        try (Connection connection = account.server().connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
