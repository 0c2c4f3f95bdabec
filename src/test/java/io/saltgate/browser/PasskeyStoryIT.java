package io.saltgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import org.junit.jupiter.api.Test;

/** A person adds a passkey, signs in and copies with it, and removes it; the browser's own authenticator is virtual. */
class PasskeyStoryIT {

    private final TestAccount account = TestAccount.onShared();

    @Test
    void aPasskeySignsInConfirmsAndIsRemoved() {
        try (Chromium chromium = Chromium.start();
                Person owner = Person.withClipboard(account.server(), chromium)) {
            Device device = new Device(owner);
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).press("Enable API");
            owner.open("/profile").screen("profile-no-passkey");
            owner.press("Add a passkey").seesHeading("Add a passkey").screen("passkey-setup");
            owner.fill("Name", "Office laptop").press("Create passkey");
            owner.seesHeading("Recovery codes").sees("Your passkey is ready.").screen("passkey-recovery-codes");
            String code = owner.page().locator(".codes code").first().innerText();
            owner.follow("I have saved the codes").sees("Office laptop").screen("profile-passkey");

            owner.press("Sign out").isAt("/signin");
            device.present(false); // else the browser would choose it from its list by itself
            owner.open("/signin");
            assertThat(owner.button("Use a passkey")).isVisible();
            owner.screen("signin-passkey");
            device.present(true);
            owner.press("Use a passkey").seesHeading("Overview");

            owner.press("Sign out").isAt("/signin");
            device.present(false);
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).seesHeading("Enter your code");
            assertThat(owner.button("Use a passkey")).isVisible();
            owner.screen("signin-code-passkey");
            device.present(true);
            owner.press("Use a passkey").seesHeading("Overview");

            account.ageProofs("16 minutes");
            owner.open("/accounts/" + account.slug() + "/settings/api").press("Copy Auth Token");
            Locator dialog = owner.page().getByRole(AriaRole.DIALOG);
            Locator use = dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Use a passkey"));
            assertThat(use).isVisible();
            owner.screen("copy-confirmation-passkey");
            use.click();
            owner.sees("Auth Token copied");
            assertThat(owner.clipboard()).startsWith("sg_");

            account.ageProofs("16 minutes");
            owner.open("/profile").follow("Edit passkey: Office laptop").screen("passkey-edit");
            owner.fill("Name", "Work laptop").press("Save name");
            owner.sees("Passkey renamed to Work laptop.")
                    .follow("Edit passkey: Work laptop")
                    .press("Remove passkey");
            owner.seesHeading("Confirm that it is you");
            assertThat(owner.button("Use a passkey")).isVisible();
            owner.screen("action-confirmation-passkey").press("Use a passkey");
            owner.sees(" removed. You are signed out in every other browser.").sees("Set up an authenticator app");
            assertThat(code).matches("[0-9A-Z]{5}-[0-9A-Z]{5}");

            owner.open("/accounts/" + account.slug() + "/settings/audit");
            assertThat(owner.row("Passkey added")).isVisible();
            assertThat(owner.row("Passkey removed")).isVisible();
            owner.press("Sign out").isAt("/signin");
            device.present(false);
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).seesHeading("Overview");
        }
    }

    @Test
    void worksWithoutJavaScriptByTheRecoveryCodes() {
        try (Chromium chromium = Chromium.start();
                Person owner = Person.at(account.server(), chromium);
                Person plain = Person.withoutJavaScript(account.server(), chromium)) {
            new Device(owner);
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).open("/profile");
            owner.press("Add a passkey").press("Create passkey").seesHeading("Recovery codes");
            String code = owner.page().locator(".codes code").first().innerText();
            plain.open("/signin").seesNoButton("Use a passkey");
            plain.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).seesHeading("Enter your code");
            plain.seesNoButton("Use a passkey").screen("signin-code-plain");
            plain.fill("Code", code).press("Sign in").seesHeading("Overview");
            plain.open("/profile").press("Add a passkey");
            plain.sees("This browser can't create passkeys, or JavaScript is off.")
                    .screen("passkey-setup-plain");
        }
    }

    /** The virtual authenticator of a page (Chrome DevTools Protocol, domain WebAuthn). */
    private static final class Device {

        private final CDPSession protocol;
        private final String id;

        Device(Person person) {
            protocol = person.page().context().newCDPSession(person.page());
            protocol.send("WebAuthn.enable");
            JsonObject options = new JsonObject();
            options.addProperty("protocol", "ctap2");
            options.addProperty("transport", "internal");
            options.addProperty("hasResidentKey", true);
            options.addProperty("hasUserVerification", true);
            options.addProperty("isUserVerified", true);
            options.addProperty("automaticPresenceSimulation", true);
            JsonObject arguments = new JsonObject();
            arguments.add("options", options);
            id = protocol.send("WebAuthn.addVirtualAuthenticator", arguments)
                    .get("authenticatorId")
                    .getAsString();
        }

        /** Whether its person touches it when it asks. */
        void present(boolean present) {
            JsonObject arguments = new JsonObject();
            arguments.addProperty("authenticatorId", id);
            arguments.addProperty("enabled", present);
            protocol.send("WebAuthn.setAutomaticPresenceSimulation", arguments);
        }
    }
}
