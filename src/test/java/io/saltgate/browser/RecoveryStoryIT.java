package io.saltgate.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import org.junit.jupiter.api.Test;

/** An operator helps someone back in who has lost the password; what waits for a confirmation goes on after it. */
class RecoveryStoryIT {

    @Test
    void aLinkOfTheOperatorSetsANewPassword() {
        TestAccount account = TestAccount.onShared();
        try (Chromium chromium = Chromium.start();
                Person operator = Person.at(account.server(), chromium);
                Person lost = Person.at(account.server(), chromium)) {
            operator.open("/operator/people")
                    .fill("Email", SaltgateServer.EMAIL)
                    .fill("Password", SaltgateServer.PASSWORD)
                    .press("Sign in");
            operator.isAt("/operator/people").seesHeading("People");
            operator.fill("Name or email", account.ownerEmail()).press("Find people");
            operator.sees(account.ownerEmail()).screen("operator-people");
            operator.follow("Create recovery link for " + account.ownerEmail());
            operator.seesHeading("Create recovery link for " + account.ownerEmail())
                    .screen("operator-recovery");
            operator.press("Create recovery link").seesHeading("Recovery link");
            String link = operator.page()
                    .getByRole(
                            AriaRole.TEXTBOX,
                            new Page.GetByRoleOptions().setName("Send this link to " + account.ownerEmail()))
                    .inputValue();
            operator.screen("operator-recovery-link");

            lost.open(link.substring(account.server().url().length())).seesHeading("Set a new password");
            lost.screen("recovery");
            lost.fill("New password", "four other random words").press("Set password");
            lost.isAt("/signin").sees("Your password is set.").screen("recovery-done");
            lost.signIn(account.ownerEmail(), "four other random words").seesHeading("Overview");
            lost.open(link.substring(account.server().url().length()))
                    .seesHeading("This link is no longer valid")
                    .screen("recovery-over");

            operator.open("/operator/people");
            operator.fill("Name or email", account.ownerEmail()).press("Find people");
            operator.follow("Disable person: " + account.ownerEmail()).screen("operator-disabling");
            operator.press("Disable person").sees(" disabled. Their sessions have ended.");
            lost.open("/profile").seesHeading("Sign in");
            lost.signIn(account.ownerEmail(), "four other random words").sees("Incorrect email or password.");
            operator.fill("Name or email", account.ownerEmail()).press("Find people");
            operator.screen("operator-people-disabled").press("Enable person: " + account.ownerEmail());
            operator.sees(" enabled. They can sign in again.");
            lost.signIn(account.ownerEmail(), "four other random words").seesHeading("Overview");
        }
    }

    /** C34, C35, C30 */
    @Test
    void anActionThatWaitedGoesOnAndWhatWasTypedSurvives() {
        TestAccount account = TestAccount.onShared();
        try (Chromium chromium = Chromium.start();
                Person owner = Person.at(account.server(), chromium)) {
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).press("Enable API");
            owner.seesHeading("Auth Token");
            account.ageProofs("16 minutes");
            owner.open("/accounts/" + account.slug() + "/settings/team")
                    .fill("Email", "colleague@example.com")
                    .press("Create link");
            owner.seesHeading("Confirm that it is you").screen("action-confirmation");
            owner.fill("Password", SaltgateServer.PASSWORD).press("Confirm");
            owner.sees("colleague@example.com").seesHeading("Invitation link");

            owner.open("/accounts/" + account.slug() + "/settings/ip-whitelist");
            owner.fill("IP address or range", "192.0.2.77").fill("Label", "typed with care");
            Page other = owner.page().context().newPage();
            other.navigate(account.server().url() + "/signin/confirmation");
            other.getByLabel("Password").fill(SaltgateServer.PASSWORD);
            other.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Confirm"))
                    .click();
            other.waitForURL("**/accounts/**");
            other.close();
            owner.press("Add").sees("typed with care").screen("sent-again");
            owner.press("Send it again").sees("Saved as 192.0.2.77");
        }
    }
}
