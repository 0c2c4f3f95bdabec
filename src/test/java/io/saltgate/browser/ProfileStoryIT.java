package io.saltgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person looks after their own name, password and sessions. */
class ProfileStoryIT {

    @Test
    void changesNameAndPasswordAndEndsOtherSessions() {
        TestAccount account = TestAccount.onShared();
        account.signIn();
        try (Chromium chromium = Chromium.start();
                Person owner = Person.at(account.server(), chromium)) {
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).seesHeading("Overview");
            owner.follow("owner").isAt("/profile").seesHeading("Your profile").screen("profile");
            owner.fill("Your name", "Meera Raghavan").press("Save name");
            owner.sees("Your name is now ");
            owner.fill("Current password", SaltgateServer.PASSWORD)
                    .fill("New password", "passwordpassword")
                    .press("Change password");
            owner.sees("too easy to guess").screen("profile-complaint");
            owner.fill("Current password", SaltgateServer.PASSWORD)
                    .fill("New password", "four other random words")
                    .press("Change password");
            owner.sees("Password changed.").seesNoButton("End all others");
            owner.page().getByLabel("Dark").check();
            owner.press("Save theme").sees("The console is now dark.").screen("profile-dark");
            owner.page().navigate(account.server().url() + "/accounts?all=1");
            assertThat(owner.page().locator("html").getAttribute("data-theme")).isEqualTo("dark");
            owner.follow("Meera Raghavan");
            owner.page().getByLabel("Same as your device").check();
            owner.press("Save theme").sees("looks as your device does");
            owner.follow("See recent activity").seesHeading("Recent activity").screen("profile-activity");
            owner.follow("Back to your profile").follow("Choose email notices").screen("profile-notices");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsOneSessionAndThenAllOthers(boolean javaScript) {
        TestAccount account = TestAccount.onShared();
        try (Chromium chromium = Chromium.start();
                Person one = person(account, chromium, javaScript);
                Person other = person(account, chromium, javaScript);
                Person third = person(account, chromium, javaScript)) {
            for (Person each : List.of(other, third, one)) {
                each.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).seesHeading("Overview");
            }
            one.open("/profile").seesHeading("Your profile");
            one.page()
                    .locator("form[action$='/end']:not([action$='/sessions/end']) button")
                    .first()
                    .click();
            one.sees("has to sign in again").press("End all others").seesNoButton("End all others");
            for (Person each : List.of(other, third)) {
                each.open("/profile").seesHeading("Sign in");
            }
            one.open("/profile").seesHeading("Your profile");
        }
    }

    private static Person person(TestAccount account, Chromium chromium, boolean javaScript) {
        return javaScript
                ? Person.at(account.server(), chromium)
                : Person.withoutJavaScript(account.server(), chromium);
    }
}
