package io.saltgate.browser;

import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import org.junit.jupiter.api.Test;

/** Signing in with a password that one does not quite remember. */
class SignInStoryIT {

    /** As many as a known device has at once. */
    private static final int TRIES = 10;

    @Test
    void saysHowLongToWaitAfterTooManyTries() {
        TestAccount account = TestAccount.onShared();
        try (Chromium chromium = Chromium.start();
                Person owner = Person.at(account.server(), chromium)) {
            // On a device that is known, the tries are counted for it alone and hold up no other test.
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).seesHeading("Overview");
            owner.press("Sign out").isAt("/signin");
            for (int i = 0; i < TRIES; i++) {
                owner.signIn(account.ownerEmail(), "not my password").sees("Incorrect email or password.");
            }
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD)
                    .sees("Too many attempts. Try again in")
                    .screen("signin-slowed");
        }
    }
}
