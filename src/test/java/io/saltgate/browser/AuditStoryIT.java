package io.saltgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.saltgate.team.Role;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.util.List;
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
            auditor.isAt(audit).seesHeading("Audit trail").screen("audit");
            seesEntry(auditor, "Whitelist mode set");
            auditor.follow("Older").screen("audit-oldest");
            seesEntry(auditor, "API enabled");
            auditor.follow("Newer");
            seesEntry(auditor, "Whitelist mode set");
            auditor.open(audit + "?what=WHITELIST&from=2026-01-01").screen("audit-filter");
            auditor.open(audit + "?address=nowhere").screen("audit-filter-problem");
            auditor.open(audit + "?what=whitelist.mode.set");
            auditor.page().locator("tbody a").first().click();
            auditor.sees("What changed").screen("audit-entry");
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
            pauseAndResume(console, 52);
            owner.open(audit).follow("Older").screen("audit-between");
            owner.follow("Older");
            seesEntry(owner, "API enabled");
            owner.follow("Newer").follow("Newer");
            assertThat(owner.page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Newer")))
                    .hasCount(0);
        }
    }

    private static void seesEntry(Person person, String what) {
        Locator cell = person.page().getByRole(AriaRole.CELL, new Page.GetByRoleOptions().setName(what));
        assertThat(cell.first()).isVisible();
    }

    /** By forms from one page, which hold as long as the API is enabled. */
    private static void pauseAndResume(Console owner, int times) {
        String enabling = owner.enablingId();
        String csrf = owner.csrf();
        for (int i = 0; i < times; i++) {
            for (String action : List.of("pause", "resumption")) {
                Answer answer = owner.post(owner.path("/settings/api/" + action), "enabling", enabling, "_csrf", csrf);
                assertThat(answer.status()).isEqualTo(303);
            }
        }
    }

    private static void act(TestAccount account) {
        Console owner = account.signIn();
        owner.enableApi();
        pauseAndResume(owner, 24);
        Console developer = account.signInAs(Role.DEVELOPER);
        developer.get(developer.path("/settings/audit"));
        owner.authToken();
        owner.regenerate();
        owner.addToWhitelist("2001:db8:1234:5678:9abc:def0:1234:5678");
        owner.setMode("ENFORCED");
    }
}
