package io.saltgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.saltgate.team.Role;
import io.saltgate.testing.Console;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import org.junit.jupiter.api.Test;

/** Settings > Audit trail in a real browser. */
class AuditStoryIT {

    @Test
    void leadsFromTheNewestToTheOldestAndBackWithoutJavaScript() {
        TestAccount account = TestAccount.onShared();
        account.addMember("auditor@" + account.slug() + ".example", Role.AUDITOR);
        act(account);
        String audit = "/accounts/" + account.slug() + "/settings/audit";
        try (Chromium chromium = Chromium.start();
                Person auditor = Person.withoutJavaScript(account.server(), chromium)) {
            auditor.signIn("auditor@" + account.slug() + ".example", SaltgateServer.PASSWORD);
            auditor.open(audit + "?before=1").sees("There is nothing older.").screen("audit-end");
            auditor.open("/accounts/" + account.slug() + "/settings/api").follow("Audit trail");
            auditor.isAt(audit)
                    .seesHeading("Audit trail")
                    .sees("Whitelist mode set")
                    .screen("audit");
            auditor.follow("Older").sees("API enabled").screen("audit-oldest");
            auditor.follow("Newer").sees("Whitelist mode set");
        }
    }

    @Test
    void hasPagesInBetweenAndSaysWhereThereIsNothing() {
        TestAccount account = TestAccount.onShared();
        String audit = "/accounts/" + account.slug() + "/settings/audit";
        try (Chromium chromium = Chromium.start();
                Person owner = Person.at(account.server(), chromium)) {
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).follow("Audit trail");
            owner.sees("Nothing has been done yet.").screen("audit-nothing-yet");

            Console console = account.signIn();
            console.enableApi();
            for (int i = 0; i < 52; i++) {
                console.pause();
                console.resume();
            }
            owner.open(audit).follow("Older").screen("audit-between");
            owner.follow("Older").sees("API enabled").follow("Newer").follow("Newer");
            assertThat(owner.page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Newer")))
                    .hasCount(0);
        }
    }

    private static void act(TestAccount account) {
        Console owner = account.signIn();
        owner.enableApi();
        for (int i = 0; i < 24; i++) {
            owner.pause();
            owner.resume();
        }
        Console developer = account.signInAs(Role.DEVELOPER);
        developer.get(developer.path("/settings/audit"));
        owner.authToken();
        owner.regenerate();
        owner.addToWhitelist("2001:db8:1234:5678:9abc:def0:1234:5678");
        owner.setMode("ENFORCED");
    }
}
