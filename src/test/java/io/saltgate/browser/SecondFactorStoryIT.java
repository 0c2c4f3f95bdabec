package io.saltgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.saltgate.team.Role;
import io.saltgate.testing.AuthenticatorApp;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A person sets a second factor up, signs in and copies with it, loses it, and gets back in. */
class SecondFactorStoryIT {

    private final TestAccount account = TestAccount.onShared();

    @Test
    void aCodeIsAskedForFromThenOn() {
        try (Chromium chromium = Chromium.start();
                Person owner = Person.withClipboard(account.server(), chromium);
                Person again = Person.withoutJavaScript(account.server(), chromium);
                Person operator = Person.at(account.server(), chromium)) {
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).press("Enable API");
            owner.open("/profile").press("Set up an authenticator app");
            owner.seesHeading("Set up an authenticator app").screen("factor-setup");
            AuthenticatorApp app = new AuthenticatorApp(
                    owner.field("Or type this key into the app").inputValue());
            owner.fill("Code", "000000").press("Turn on second factor");
            owner.sees("That is not the code for this key.").screen("factor-setup-complaint");
            owner.fill("Code", app.code()).press("Turn on second factor");
            owner.seesHeading("Recovery codes").screen("recovery-codes");
            List<String> codes = owner.page().locator(".codes code").allInnerTexts();
            owner.follow("I have saved the codes")
                    .sees("10 recovery codes are left.")
                    .screen("profile-factor");

            again.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).seesHeading("Enter your code");
            again.screen("signin-code");
            again.fill("Code", "000000").press("Sign in");
            again.sees("That code is wrong").screen("signin-code-complaint");
            again.fill("Code", app.code()).press("Sign in").seesHeading("Overview");

            account.ageProofs("16 minutes");
            owner.open("/accounts/" + account.slug() + "/settings/api").press("Copy Auth Token");
            Locator dialog = owner.page().getByRole(AriaRole.DIALOG);
            dialog.getByLabel("Password").fill(SaltgateServer.PASSWORD);
            dialog.getByLabel("Code").fill(codes.get(0));
            owner.screen("copy-confirmation-code");
            dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Confirm"))
                    .click();
            owner.sees("Auth Token copied");

            account.ageProofs("16 minutes");
            again.open("/profile").press("Create new recovery codes");
            again.seesHeading("Confirm that it is you").screen("action-confirmation-code");
            again.fill("Password", SaltgateServer.PASSWORD)
                    .fill("Code", codes.get(1))
                    .press("Confirm");
            again.seesHeading("Recovery codes");

            operator.open("/operator/people")
                    .fill("Email", SaltgateServer.EMAIL)
                    .fill("Password", SaltgateServer.PASSWORD)
                    .press("Sign in");
            operator.fill("Name or email", account.ownerEmail()).press("Find people");
            operator.follow("Create recovery link for " + account.ownerEmail());
            operator.page().getByLabel("Also remove the second factor").check();
            operator.screen("operator-recovery-factor");
            operator.press("Create recovery link");
            String link = operator.page()
                    .getByRole(
                            AriaRole.TEXTBOX,
                            new Page.GetByRoleOptions().setName("Send this link to " + account.ownerEmail()))
                    .inputValue();
            again.open(link.substring(account.server().url().length()));
            again.fill("New password", "four other random words").press("Set password");
            again.signIn(account.ownerEmail(), "four other random words").seesHeading("Overview");
            again.open("/accounts/" + account.slug() + "/settings/audit");
            assertThat(again.row("Second factor removed")).isVisible();
        }
    }

    @Test
    void anOwnerRequiresOneOfEveryone() {
        String developer = "dev-" + account.slug() + "@example.com";
        account.addMember(developer, Role.DEVELOPER);
        try (Chromium chromium = Chromium.start();
                Person owner = Person.withoutJavaScript(account.server(), chromium);
                Person member = Person.at(account.server(), chromium)) {
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD)
                    .open("/accounts/" + account.slug() + "/settings/general");
            owner.fill("Display name", " ").press("Save name");
            owner.sees("Give a name of 1 to 100 characters.").screen("general-complaint");
            owner.fill("Display name", "Acme Payments").press("Save name");
            owner.sees("The display name is now ").screen("general");
            owner.press("Require a second factor").sees("Set up your own second factor first.");
            owner.screen("general-factor-complaint");
            enrol(owner);
            owner.open("/accounts/" + account.slug() + "/settings/general").press("Require a second factor");
            owner.sees("Everyone in this account now needs a second factor.").screen("general-factor");

            member.signIn(developer, SaltgateServer.PASSWORD).open("/accounts/" + account.slug() + "/settings/api");
            member.seesHeading("A second factor is required").screen("factor-needed");
            enrol(member);
            member.open("/accounts/" + account.slug() + "/settings/api").seesHeading("API");
        }
    }

    @Test
    void isRemovedOnAPageThatSaysWhatFollows() {
        try (Chromium chromium = Chromium.start();
                Person owner = Person.withoutJavaScript(account.server(), chromium)) {
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD);
            enrol(owner);
            owner.press("Remove second factor").screen("factor-removal");
            owner.press("Remove second factor").sees("Second factor removed.");
            owner.sees("Set up an authenticator app");
        }
    }

    private static void enrol(Person person) {
        person.open("/profile").press("Set up an authenticator app");
        AuthenticatorApp app = new AuthenticatorApp(
                person.field("Or type this key into the app").inputValue());
        person.fill("Code", app.code()).press("Turn on second factor").follow("I have saved the codes");
    }
}
