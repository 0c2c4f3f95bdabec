package io.saltgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An operator makes a key, uses it, and revokes it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorKeysStoryIT {

    private final SaltgateServer server = SaltgateServer.shared();
    private Chromium chromium;

    @BeforeAll
    void start() {
        chromium = Chromium.start();
    }

    @AfterAll
    void stop() {
        chromium.close();
    }

    @Test
    void aKeyIsShownOnceAndOpensWhatItsScopesSayUntilItIsRevoked() {
        String name = "Back end " + UUID.randomUUID().toString().substring(0, 8);
        try (Person person = Person.at(server, chromium)) {
            person.open("/operator/keys")
                    .fill("Email", SaltgateServer.EMAIL)
                    .fill("Password", SaltgateServer.PASSWORD)
                    .press("Sign in");
            person.isAt("/operator/keys").seesHeading("Operator keys");
            person.fill("Name", name).press("Create key");
            person.sees("Choose at least one.").screen("operator-keys-complaint");
            person.page()
                    .getByLabel("events", new Page.GetByLabelOptions().setExact(true))
                    .check();
            person.page().getByLabel("Only from these addresses").fill("10.0.0.1/8");
            person.press("Create key");
            person.sees("One of these is no address or range");
            person.page().getByLabel("Only from these addresses").fill("127.0.0.0/8");
            person.press("Create key");
            person.seesHeading("The new key").screen("operator-key-made");
            String key = person.page()
                    .getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Key: " + name))
                    .inputValue();
            assertThat(key).matches("sgo_[0-9A-Za-z]{43}");
            OperatorApi api = new OperatorApi(server, key);
            assertThat(api.get("/accounts").status()).isEqualTo(403);
            TestAccount account = TestAccount.on(server);
            Answer event =
                    api.post("/accounts/" + account.slug() + "/events", "{'type':'a','documentId':'d','payload':{}}");
            assertThat(OperatorApi.code(event)).isEqualTo("api.off");

            person.open("/operator/keys").sees(name).screen("operator-keys");
            assertThat(person.page().content()).doesNotContain(key);
            person.page()
                    .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Revoke " + name))
                    .click();
            person.seesHeading("Revoke " + name).screen("operator-key-revocation");
            person.press("Revoke " + name);
            person.sees(" revoked. Calls with it are refused.");
            assertThat(api.get("/accounts").status()).isEqualTo(401);
        }
        TestAccount account = TestAccount.on(server);
        assertThat(account.signIn().get("/operator/keys").status()).isEqualTo(404);
        assertThat(account.signIn()
                        .postForm("/operator/keys", "name", "x", "scope-events", "yes")
                        .status())
                .isEqualTo(404);
        assertThat(Console.at(server).get("/operator/keys").location()).endsWith("/signin?to=%2Foperator%2Fkeys");
    }
}
