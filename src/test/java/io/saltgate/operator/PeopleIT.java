package io.saltgate.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An operator helps someone back in who has lost the password. */
@Tag("server")
class PeopleIT {

    private static final String NEXT = "four other random words";
    private static final Pattern RECOVERY = Pattern.compile("/operator/people/[0-9a-f-]{36}/recovery");

    private final SaltgateServer server = SaltgateServer.shared();
    private final TestAccount account = TestAccount.on(server);

    @ParameterizedTest
    @MethodSource("io.saltgate.testing.HostileText#list")
    void takesHostileTextInASearchForWhatItIs(String encoded) {
        Console operator = server.signIn();
        Answer answer =
                Http.sendRaw(server.port(), "GET", "/operator/people?q=" + encoded, "", "Cookie: " + operator.cookie());
        assertThat(answer.status()).as(encoded).isIn(200, 400, 422);
        assertThat(answer.body()).doesNotContain("<script>alert", "Exception", "at io.saltgate");
    }

    @Test
    void anOperatorDisablesNoOperatorAndNobodyDisablesWithoutTheForm() {
        Console operator = server.signIn();
        String self = account.query("select id from users where email = ?", SaltgateServer.EMAIL);
        String path = "/operator/people/" + self + "/disabling";
        assertThat(operator.get(path).body()).contains("Disable person: " + SaltgateServer.EMAIL);
        Answer refused = operator.postForm(path);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("Remove them from the operators first.");
        assertThat(operator.post(path).status()).as("without the form's token").isEqualTo(403);
        assertThat(account.signIn().postForm(path).status()).as("by an owner").isEqualTo(404);
        for (String none : new String[] {"/operator/people/" + UUID.randomUUID() + "/disabling", path + "/x"}) {
            assertThat(operator.get(none).status()).isEqualTo(404);
            assertThat(operator.postForm(none).status()).isEqualTo(404);
        }
        assertThat(operator.get("/operator/people/" + self + "/enabling").location())
                .isEqualTo("/operator/people");
    }

    @Test
    void aLostPasswordIsSetByALinkThatWorksOnce() {
        Console before = account.signIn();
        Console operator = server.signIn();
        assertThat(operator.get("/operator/people?q=nobody-of-that-name").body())
                .contains("No one matches.");
        assertThat(operator.get("/operator/people?q=%25").body()).contains("No one matches.");
        String recovery = find(
                RECOVERY,
                operator.get("/operator/people?q=" + account.ownerEmail().toUpperCase(Locale.ROOT)));
        assertThat(operator.get(recovery).body()).contains(account.ownerEmail(), "once and within 30 minutes");
        Answer created = operator.postForm(recovery);
        assertThat(created.status()).isEqualTo(200);
        assertThat(created.header("Cache-Control")).contains("no-store");
        String link = find(Pattern.compile(Pattern.quote(server.url()) + "/recovery/[0-9A-Za-z]{43}"), created)
                .replace(server.url(), "");

        Console lost = Console.at(server);
        assertThat(lost.get(link).body()).contains("Set a new password", account.ownerEmail());
        assertThat(lost.get(link).header("Referrer-Policy")).isIn("no-referrer", "strict-origin");
        assertThat(lost.post(link, "new-password", "passwordpassword").status()).isEqualTo(422);
        assertThat(before.get("/profile").status())
                .as("nothing has been changed yet")
                .isEqualTo(200);

        assertThat(lost.post(link, "new-password", NEXT).location()).isEqualTo("/signin");
        assertThat(lost.get("/signin").body()).contains("Your password is set. Sign in with it.");
        assertThat(lost.post(link, "new-password", "yet another password").status())
                .isEqualTo(404);
        assertThat(lost.get(link).status()).isEqualTo(404);
        assertThat(before.get("/profile").location()).startsWith("/signin");
        assertThat(lost.post("/signin", "email", account.ownerEmail(), "password", SaltgateServer.PASSWORD)
                        .status())
                .isEqualTo(422);
        Console after = Console.at(server).on(account.slug()).signIn(account.ownerEmail(), NEXT);
        assertThat(after.get(after.path("/settings/audit")).body())
                .contains("Recovery link created", "Password set by a recovery link");
    }

    @Test
    void nobodyElseFindsThePage() {
        Console owner = account.signIn();
        String path = "/operator/people/" + UUID.randomUUID() + "/recovery";
        assertThat(owner.get("/operator/people?q=a").status()).isEqualTo(404);
        assertThat(owner.get(path).status()).isEqualTo(404);
        assertThat(owner.postForm(path).status()).isEqualTo(404);
        assertThat(Console.at(server).get("/operator/people?q=a").location())
                .isEqualTo("/signin?to=%2Foperator%2Fpeople%3Fq%3Da");
        assertThat(server.signIn().get(path).status()).isEqualTo(404);
        assertThat(server.signIn().postForm(path).status()).isEqualTo(404);
        assertThat(Console.at(server).get("/recovery/nothing").status()).isEqualTo(404);
        assertThat(Console.at(server)
                        .post("/recovery/" + "a".repeat(43), "new-password", NEXT)
                        .status())
                .isEqualTo(404);
    }

    private static String find(Pattern pattern, Answer answer) {
        Matcher found = pattern.matcher(answer.body());
        assertThat(found.find()).as(answer.body()).isTrue();
        return found.group();
    }
}
