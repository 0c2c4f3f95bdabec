package io.saltgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.saltgate.team.Role;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.Receiver;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page where the logo leads: the way to the first call, and later what needs a look. */
class OverviewStoryIT {

    /** Five seconds are promised; a machine that is busy with other tests takes its time. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @AutoClose
    private static Chromium chromium;

    @BeforeAll
    static void startBrowser() {
        chromium = Chromium.start();
    }

    @ParameterizedTest(name = "with JavaScript: {0}")
    @ValueSource(booleans = {true, false})
    void leadsToTheFirstCallAndSaysThatItHasArrived(boolean javaScript) {
        TestAccount account = TestAccount.onShared();
        String plain = javaScript ? "" : "-plain";
        try (Person owner = javaScript
                ? Person.at(account.server(), chromium)
                : Person.withoutJavaScript(account.server(), chromium)) {
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).isAt("/accounts/" + account.slug());
            owner.seesHeading("Get started").screen("overview-off" + plain);
            owner.press("Enable API").isAt("/accounts/" + account.slug() + "/settings/api");
            owner.follow("Saltgate").isAt("/accounts/" + account.slug());
            owner.sees("Waiting for your first call").screen("overview-enabled" + plain);
            String token = account.signIn().authToken();
            owner.page().reload();
            owner.screen("overview-waiting" + plain);

            assertThat(account.server().verify("sg_wrong").status()).isEqualTo(401);
            assertThat(account.server().verify(token).status()).isEqualTo(200);

            Locator arrived = owner.page().locator(".checklist .said");
            if (javaScript) {
                assertThat(arrived).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE.toMillis()));
            } else {
                Eventually.await("arrived", PATIENCE, () -> {
                    if (arrived.count() == 0) {
                        owner.follow("Reload");
                    }
                    return arrived.count() == 1;
                });
            }
            assertThat(arrived).hasText("Your first call arrived. Your API is in use.");
            assertThat(owner.page().locator(".waiting")).hasCount(0);
            owner.screen("overview-arrived" + plain);
        }
    }

    /** Who has several accounts sees in the menu what they may do in each, and whether its API is enabled. */
    @ParameterizedTest(name = "with JavaScript: {0}")
    @ValueSource(booleans = {true, false})
    void theMenuShowsRoleAndStateOfEachAccount(boolean javaScript) {
        TestAccount account = TestAccount.onShared();
        TestAccount paused = TestAccount.onShared();
        paused.admit(account.ownerEmail(), Role.AUDITOR);
        Console other = paused.signIn();
        other.enableApi();
        other.pause();
        try (Person owner = javaScript
                ? Person.at(account.server(), chromium)
                : Person.withoutJavaScript(account.server(), chromium)) {
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).seesHeading("Choose an account");
            owner.sees("Owner · API off").sees("Auditor · Calls paused").screen("accounts-states");
            owner.open("/accounts/" + account.slug());
            owner.page().locator(".bar__account").click();
            assertThat(owner.page().locator(".menu__box")).containsText("API off");
            owner.screen("account-menu");
            owner.page().getByText("Auditor · Calls paused").click();
            owner.isAt("/accounts/" + paused.slug());
        }
    }

    @Test
    void showsTodayAgainstYesterdayAndWhatNeedsALook() throws SQLException {
        TestAccount account = TestAccount.onShared();
        Console console = account.signIn();
        console.enableApi();
        String token = console.authToken();
        assertThat(account.server().verify(token).status()).isEqualTo(200);
        account.addPastCalls(0, "allowed", 1_204);
        account.addPastCalls(0, "token.retired", 12);
        for (int hour = 1; hour < 48; hour++) {
            account.addPastCalls(hour, "allowed", 100 + 37L * hour % 90);
        }
        console.addToWhitelist("198.51.100.0/24", "Office in Lisbon");
        console.regenerateAndKeepOldFor("PT24H");
        assertThat(account.server().verify("sg_wrong").status()).isEqualTo(401);
        try (Receiver receiver = Receiver.start(Receiver.ok())) {
            console.postForm(
                    console.path("/settings/webhooks/endpoints"),
                    "url",
                    "http://127.0.0.1:" + receiver.port() + "/hooks",
                    "mac",
                    "yes");
        }
        Instant soon = Instant.now().plus(2, ChronoUnit.DAYS);
        update(
                account,
                "update whitelist_entry set expires_at = ? where account_id = ?",
                soon.atOffset(ZoneOffset.UTC));
        update(
                account,
                "update webhook_endpoint set failing_since = ? where account_id = ?",
                soon.minus(3, ChronoUnit.DAYS).atOffset(ZoneOffset.UTC));
        update(
                account,
                "update api_access set enabled_at = ? where account_id = ?",
                soon.minus(40, ChronoUnit.DAYS).atOffset(ZoneOffset.UTC));
        console.pause();
        Eventually.await(
                "the call", PATIENCE, () -> console.get(console.path("")).body().contains("127.0.0.1</code>"));

        try (Person owner = Person.at(account.server(), chromium)) {
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).isAt(console.path(""));
            owner.seesHeading("Needs attention")
                    .sees("Calls are paused")
                    .sees("Every attempt has failed since")
                    .sees("still works")
                    .sees("Office in Lisbon")
                    .screen("overview-attention");
            assertThat(owner.page().locator("#start")).hasCount(0);
            assertThat(owner.page().locator("#calls .figures")).containsText("yesterday");
            assertThat(owner.page().locator("#calls svg[role=img]")).isVisible();
        }
        String email = "auditor@" + account.slug() + ".example";
        account.addMember(email, Role.AUDITOR);
        try (Person auditor = Person.at(account.server(), chromium)) {
            auditor.signIn(email, SaltgateServer.PASSWORD).isAt(console.path(""));
            auditor.seesHeading("Needs attention").screen("overview-auditor");
            console.disable();
            auditor.page().reload();
            auditor.sees("Ask an owner or admin of this account to enable it.").seesNoButton("Enable API");
        }
    }

    private static void update(TestAccount account, String sql, Object value) throws SQLException {
        try (Connection connection = account.server().connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, value);
            statement.setObject(2, account.id());
            statement.executeUpdate();
        }
    }
}
