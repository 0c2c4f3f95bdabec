package io.saltgate.browser;

import io.saltgate.team.Role;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import org.junit.jupiter.api.Test;

/** What owners decide about an account as a whole: who may manage it by the API, and when it ends. */
class ClosingStoryIT {

    private final TestAccount account = TestAccount.onShared();
    private final String settings = "/accounts/" + account.slug() + "/settings";

    @Test
    void anOwnerSwitchesManageByApiAndPausingOnLeaks() {
        try (Chromium chromium = Chromium.start();
                Person owner = Person.withoutJavaScript(account.server(), chromium)) {
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).open(settings + "/general");
            owner.seesHeading("General").screen("general-off");
            owner.press("Switch on Manage by API").sees("Manage by API is on.");
            owner.press("Pause calls on leaks").sees("Calls will be paused");
            owner.screen("general-on");
            owner.press("Switch off Manage by API").sees("Manage by API is off.");
            account.ageProofs("16 minutes");
            owner.open(settings + "/general").press("Switch on Manage by API");
            owner.seesHeading("Confirm that it is you")
                    .fill("Password", SaltgateServer.PASSWORD)
                    .press("Confirm");
            owner.sees("Manage by API is on.");
        }
    }

    @Test
    void anOwnerClosesTheAccountAndReopensIt() {
        String developer = "dev-" + account.slug() + "@example.com";
        account.addMember(developer, Role.DEVELOPER);
        try (Chromium chromium = Chromium.start();
                Person owner = Person.withoutJavaScript(account.server(), chromium);
                Person member = Person.at(account.server(), chromium)) {
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).press("Enable API");
            owner.open(settings + "/general").follow("Close account");
            owner.seesHeading("Close Account " + account.slug() + "?").screen("closing");
            owner.fill("Type " + account.slug() + " to confirm", "something else")
                    .press("Close account");
            owner.sees("This isn't the account's slug.").screen("closing-complaint");
            owner.fill("Type " + account.slug() + " to confirm", account.slug()).press("Close account");
            owner.seesHeading("Account " + account.slug() + " is closed").screen("closed-owner");

            member.signIn(developer, SaltgateServer.PASSWORD).open(settings + "/webhooks");
            member.seesHeading("Account " + account.slug() + " is closed").screen("closed-member");
            member.open("/accounts?all=1").sees("Closed accounts").screen("accounts-closed");

            owner.press("Reopen account").sees(" reopened. Its API is disabled").screen("reopened");
        }
    }

    @Test
    void anOperatorClosesAnAccountAndReopensIt() {
        try (Chromium chromium = Chromium.start();
                Person operator = Person.withoutJavaScript(account.server(), chromium)) {
            operator.open("/operator/accounts/" + account.id())
                    .fill("Email", SaltgateServer.EMAIL)
                    .fill("Password", SaltgateServer.PASSWORD)
                    .press("Sign in");
            operator.open("/operator/accounts/" + account.id()).follow("Close account");
            operator.seesHeading("Close Account " + account.slug() + "?").screen("operator-closing");
            operator.fill("Type " + account.slug() + " to confirm", account.slug())
                    .press("Close account");
            operator.sees(" closed. Its calls are refused").screen("operator-account-closed");
            operator.open("/operator/closed-accounts").seesHeading("Closed accounts");
            operator.screen("operator-closed-accounts");
            operator.follow("Account " + account.slug()).press("Reopen account");
            operator.sees(" reopened. Its API is disabled");
        }
    }
}
