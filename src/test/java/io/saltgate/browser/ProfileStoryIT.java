package io.saltgate.browser;

import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import org.junit.jupiter.api.Test;

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
            owner.follow("See recent activity").seesHeading("Recent activity").screen("profile-activity");
            owner.follow("Back to your profile").follow("Choose email notices").screen("profile-notices");
        }
    }
}
