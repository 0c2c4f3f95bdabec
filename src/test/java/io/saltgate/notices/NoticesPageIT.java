package io.saltgate.notices;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.team.Role;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which notices one gets, on one's own page. */
@Tag("server")
class NoticesPageIT {

    private static final String PAGE = "/profile/notices";

    private final SaltgateServer server = SaltgateServer.shared();
    private final TestAccount account = TestAccount.on(server);

    @Test
    void everyoneChoosesTheirOwn() {
        assertThat(Console.at(server).get(PAGE).location()).isEqualTo("/signin?to=%2Fprofile%2Fnotices");
        Console owner = account.signIn();
        Console auditor = account.signInAs(Role.AUDITOR);
        Answer page = owner.get(PAGE);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("Mail isn&#39;t configured", "Copied secrets");
        assertThat(count(page.body())).isEqualTo(NoticeGroup.values().length);

        assertThat(owner.postForm(PAGE, "API", "on", "TEAM", "on", "NONE", "on").location())
                .isEqualTo(PAGE);
        assertThat(count(owner.get(PAGE).body())).isEqualTo(2);
        assertThat(count(auditor.get(PAGE).body())).isEqualTo(NoticeGroup.values().length);
        assertThat(owner.get("/profile/activity").body()).contains("Email notices chosen");
        assertThat(owner.post(PAGE, "API", "on").status())
                .as("without the form's token")
                .isEqualTo(403);
        assertThat(owner.get(PAGE + "/x").status()).isEqualTo(404);
    }

    private static int count(String body) {
        return body.split("checked=\"checked\"", -1).length - 1;
    }
}
