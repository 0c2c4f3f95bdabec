package io.saltgate.general;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The times that an account sets for itself. Who may is in the matrix. */
@Tag("server")
class GeneralPageIT {

    private static final String PAGE = "/settings/general";

    private final SaltgateServer server = SaltgateServer.shared();
    private final TestAccount account = TestAccount.on(server);

    @Test
    void settingsApiSaysHowOldTheTokenIs() {
        Console owner = account.signIn();
        owner.enableApi();
        assertThat(owner.apiPage().text()).doesNotContain("days old");
        assertThat(owner.postForm(owner.path(PAGE + "/token-age"), "days", " 90 ")
                        .status())
                .isEqualTo(303);
        assertThat(owner.get(owner.path(PAGE)).text()).contains("Token policy saved.");
        assertThat(owner.apiPage().text())
                .contains("This token is less than a day old; your account wants a new one every 90 days.");
        account.execute(
                "update auth_token set created_at = created_at - interval '95' day where account_id = ?", account.id());

        assertThat(owner.apiPage().text())
                .contains("This token is 95 days old; your account wants a new one every 90 days.");
        assertThat(server.verify(owner.authToken()).status())
                .as("it still works")
                .isEqualTo(200);
        assertThat(owner.get(owner.path("/settings/audit")).text()).contains("Token policy changed");
        assertThat(owner.postForm(owner.path(PAGE + "/token-age"), "days", "").status())
                .isEqualTo(303);
        assertThat(owner.apiPage().text()).doesNotContain("days old");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3651", "-1", "1.5", "90 days", "９０", "99999999999999999999", "1\u0000"})
    void refusesWhatIsNoNumberOfDaysAndKeepsWhatWasTyped(String typed) {
        Console owner = account.signIn();
        Answer refused = owner.postForm(owner.path(PAGE + "/token-age"), "days", typed);
        assertThat(refused.status()).isIn(400, 422);
        if (refused.status() == 422 && !typed.contains("\u0000")) {
            assertThat(refused.body()).contains("value=\"" + typed + "\"", "This isn&#39;t a number of days.");
        }
        assertThat(days()).isNull();
    }

    @Test
    void anAccountsSessionsEndSoonerAndALongerTimeAsks() {
        Console owner = account.signIn();
        for (List<String> wrong : List.of(List.of("4", ""), List.of("16", ""), List.of("", "13"), List.of("x", "1"))) {
            Answer refused =
                    owner.postForm(owner.path(PAGE + "/sessions"), "idle", wrong.get(0), "lifetime", wrong.get(1));
            assertThat(refused.status()).as(wrong.toString()).isEqualTo(422);
            assertThat(refused.body()).contains("that is allowed");
        }
        Console other = account.signIn();
        account.ageSessions("6 minutes");
        account.ageProofs("16 minutes");
        assertThat(owner.postForm(owner.path(PAGE + "/sessions"), "idle", "5", "lifetime", "2")
                        .status())
                .as("a shorter time never asks")
                .isEqualTo(303);
        assertThat(other.get("/profile").location()).as("at once").startsWith("/signin");
        assertThat(owner.get("/profile").status()).isEqualTo(200);

        Answer asked = owner.postForm(owner.path(PAGE + "/sessions"), "idle", "", "lifetime", "");
        assertThat(asked.status()).isEqualTo(403);
        assertThat(asked.body()).contains("Confirm that it is you");
        assertThat(account.query("select session_idle_minutes from account where id = ?", account.id()))
                .isEqualTo("5");
        assertThat(owner.get(owner.path("/settings/audit")).text()).contains("Session times changed");
    }

    @ParameterizedTest
    @MethodSource("io.saltgate.testing.HostileText#list")
    void takesHostileTextForWhatItIs(String encoded) {
        Console owner = account.signIn();
        for (String form : List.of("/token-age?days=", "/sessions?lifetime=1&idle=")) {
            Answer answer = Http.sendRaw(
                    server.port(),
                    "POST",
                    owner.path(PAGE + form.substring(0, form.indexOf('?'))),
                    "_csrf=" + owner.csrf() + "&" + form.substring(form.indexOf('?') + 1) + encoded,
                    "Cookie: " + owner.cookie(),
                    "Origin: " + server.url(),
                    "Content-Type: application/x-www-form-urlencoded");
            if (encoded.isEmpty() || encoded.equals("+")) {
                assertThat(answer.status()).as("no policy").isEqualTo(303);
            } else {
                assertThat(answer.status()).as(encoded).isIn(400, 422);
            }
            assertThat(answer.body()).doesNotContain("<script>alert", "Exception", "at io.saltgate");
        }
        assertThat(days()).isNull();
    }

    private String days() {
        return account.query("select token_days from account where id = ?", account.id());
    }
}
