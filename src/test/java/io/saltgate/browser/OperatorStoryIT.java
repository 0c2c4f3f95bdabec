package io.saltgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An operator runs the product with the console alone, without JavaScript too. */
class OperatorStoryIT {

    private final SaltgateServer server = SaltgateServer.shared();
    private final String unique = UUID.randomUUID().toString().substring(0, 8);

    @Test
    void createsAnAccountInvitesItsOwnerSuspendsAndResumesIt() {
        try (Chromium chromium = Chromium.start();
                Person operator = Person.at(server, chromium);
                Person owner = Person.at(server, chromium)) {
            signIn(operator, "/operator").seesHeading("Overview").screen("operator-overview");
            runAnAccount(operator, owner, "");
        }
    }

    @Test
    void doesSoWithoutJavaScript() {
        try (Chromium chromium = Chromium.start();
                Person operator = Person.withoutJavaScript(server, chromium);
                Person owner = Person.withoutJavaScript(server, chromium)) {
            signIn(operator, "/operator");
            runAnAccount(operator, owner, "-without");
        }
    }

    private void runAnAccount(Person operator, Person owner, String screens) {
        String name = "Second & Sons " + unique;
        String email = "otto@" + unique + ".example";
        link(operator, "Accounts");
        operator.seesHeading("Accounts").screen("operator-accounts" + screens);
        operator.follow("Create account").seesHeading("Create account");
        operator.fill("Slug (optional)", "Not A Slug").press("Create account");
        operator.sees("This name isn't valid.")
                .sees("This slug isn't valid.")
                .screen("operator-account-complaints" + screens);
        operator.fill("Name", name)
                .fill("Slug (optional)", "second-" + unique)
                .fill("External id (optional)", "crm:" + unique)
                .fill("Owner's email (optional)", email);
        operator.press("Create account").sees("Account " + name + " created.");
        String invitation = operator.page()
                .getByRole(
                        AriaRole.TEXTBOX,
                        new Page.GetByRoleOptions().setName("Send this link to " + email + " through"))
                .inputValue();
        operator.screen("operator-account-link" + screens);
        operator.follow("Done").seesHeading(name).screen("operator-account-invited" + screens);

        owner.open(invitation.substring(server.url().length()));
        owner.fill("Your name", "Otto").fill("Password", "four other random words");
        owner.page().locator("main form button").first().click();
        owner.isAt("/accounts/second-" + unique + "/settings/api").press("Enable API");
        owner.seesHeading("Auth Token");

        link(operator, "Accounts");
        operator.fill("Name, slug or external id", "sons " + unique).press("Find accounts");
        operator.screen("operator-accounts-found" + screens);
        operator.follow(name).seesHeading(name).sees(email).sees("1 member");
        operator.screen("operator-account" + screens);
        operator.follow("Suspend account").seesHeading("Suspend " + name);
        operator.screen("operator-suspension" + screens);
        operator.fill("Reason", "Invoice 4711 isn't paid").press("Suspend account");
        operator.sees(" suspended. Its calls are refused until").screen("operator-account-suspended" + screens);

        owner.open("/accounts/second-" + unique + "/settings/api");
        owner.sees("Reason: Invoice 4711 isn't paid").screen("suspended" + screens);

        operator.press("Resume account").sees(" resumed. Its calls are allowed again.");
        owner.open("/accounts/second-" + unique + "/settings/api").seesHeading("Auth Token");

        link(operator, "Audit trail");
        operator.seesHeading("Audit trail").screen("operator-audit" + screens);
        operator.fill("Text", "second-" + unique).press("Apply filter");
        for (String what : new String[] {"Account created", "Invited", "Account suspended", "Suspension lifted"}) {
            assertThat(operator.page()
                            .getByRole(
                                    AriaRole.CELL,
                                    new Page.GetByRoleOptions().setName(what).setExact(true)))
                    .isVisible();
        }
        operator.screen("operator-audit-found" + screens);
        operator.page().locator("tbody a").first().click();
        operator.seesHeading("Suspension lifted").screen("operator-audit-entry" + screens);
    }

    @Test
    void addsAnotherOperatorWhoStepsBackAndSeesHowTheInstallationIs() {
        TestAccount account = TestAccount.on(server);
        try (Chromium chromium = Chromium.start();
                Person operator = Person.at(server, chromium);
                Person second = Person.at(server, chromium)) {
            signIn(operator, "/operator/operators").seesHeading("Add an operator");
            operator.fill("Email", "nobody@nowhere.example").press("Add operator");
            operator.sees("No one signs in with this address.").screen("operator-operators-complaint");
            operator.fill("Email", account.ownerEmail()).press("Add operator");
            operator.sees(account.ownerEmail() + " is now an operator").screen("operator-operators");

            second.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).follow("Operator");
            second.seesHeading("Overview");
            link(second, "Operators");
            second.follow("Remove " + account.ownerEmail());
            second.sees("This is you.").screen("operator-removal");
            second.press("Remove operator").sees("You are no longer an operator.");

            link(operator, "Health");
            operator.seesHeading("This node").screen("operator-health");
        }
    }

    private static Person signIn(Person person, String path) {
        person.open(path)
                .fill("Email", SaltgateServer.EMAIL)
                .fill("Password", SaltgateServer.PASSWORD)
                .press("Sign in");
        return person.isAt(path);
    }

    /** In the navigation, since the overview's list has the same names. */
    private static void link(Person person, String name) {
        person.page()
                .getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Operator"))
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }
}
