package io.saltgate.api;

import static io.saltgate.testing.OperatorApi.code;
import static io.saltgate.testing.OperatorApi.data;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.ApiSchemas;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.Http;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports of leaked tokens, by anyone, on a running server. */
class TokenReportsIT {

    private final SaltgateServer server = SaltgateServer.shared();
    private final OperatorApi api = OperatorApi.onShared();
    private final TestAccount account = TestAccount.onShared();

    /** Of its own for each test, since a minute's worth is for each address. */
    private final String from = "127." + number() + "." + number() + "." + number();

    @Test
    void aLivingTokensOwnersAreToldAndCallsGoOn() {
        String token = enable();

        Answer answer = report("{'token':'" + token + "','source':'https://example.com/?key=" + token + "'}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(data(answer).getBoolean("accepted")).isTrue();
        awaitReport();
        assertThat(account.query(
                        "select parameters from audit_entry where account_id = ? and code = 'token.reported'",
                        account.id()))
                .isEqualTo("{\"source\":\"https://example.com/?key=...\"}");
        assertThat(server.verify(token).status()).isEqualTo(200);
        Console owner = account.signIn().on(account.slug());
        assertThat(owner.get(owner.path("/settings/audit")).text())
                .contains("Token reported as leaked", "Found at https://example.com/?key=...");
        assertThat(owner.get(owner.path("")).text())
                .contains("Auth Token reported as leaked")
                .doesNotContain("Nothing needs your attention.");
        assertThat(owner.get(owner.path("/settings/api")).text())
                .contains("This token was reported as leaked:", "Regenerate it at once.");

        owner.regenerateAndKeepOldFor("PT24H");
        assertThat(owner.get(owner.path("/settings/api")).text())
                .as("the old one still works")
                .contains("It was reported as leaked:")
                .doesNotContain("This token was reported as leaked:");
        assertThat(owner.get(owner.path("")).text())
                .contains("Auth Token reported as leaked The old token still works. End it at once.");
        owner.regenerate();
        assertThat(owner.get(owner.path("")).text()).doesNotContain("reported as leaked");
    }

    @Test
    void pausesCallsWhereAnOwnerHasChosenSo() {
        String token = enable();
        Console owner = account.signIn().on(account.slug());
        assertThat(owner.postForm(owner.path("/settings/general/leak-reports"), "pauses", "yes")
                        .status())
                .isEqualTo(303);

        report("{'token':' " + token + "\\n'}");

        awaitReport();
        Eventually.await(
                "calls are paused",
                Duration.ofSeconds(10),
                () -> "api.paused".equals(server.verify(token).header("X-Refusal")));
        owner.resume();
        report("{'token':'" + token + "'}");
        Eventually.await(
                "calls are paused again, which is no news",
                Duration.ofSeconds(10),
                () -> "api.paused".equals(server.verify(token).header("X-Refusal")));
        assertThat(reports()).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "sg_",
                " ",
                "\\u0000",
                "\\ud83d\\ude00",
                "sg_0000000000000000000000000000000000000000000000000"
            })
    void answersTheSameWhateverTheTokenIs(String token) {
        String living = enable();
        Answer known = report("{'token':'" + living + "'}");
        Answer unknown = report("{'token':'" + token + "'}");

        assertThat(unknown.status()).isEqualTo(202);
        assertThat(unknown.body()).isEqualTo(known.body());
    }

    @Test
    void aDeadTokenIsNoNews() {
        String token = enable();
        data(api.post("/accounts/" + account.slug() + "/api/token/rotation", null));
        report("{'token':'" + token + "'}");
        String living = data(api.post("/accounts/" + account.slug() + "/api/token/rotation", null))
                .getString("authToken");
        report("{'token':'" + living + "'}");
        awaitReport();
        assertThat(reports()).as("they are taken in order").isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'token':1}",
                "{'token':null}",
                "{'token':'x','source':'a\\nb'}",
                "{'token':'x','source':'\\u0000'}",
                "{'token':'x','more':1}",
                "[]"
            })
    void refusesWhatIsNoReport(String body) {
        assertThat(report(body).status()).isEqualTo(422);
    }

    @Test
    void refusesWhatCannotBeRead() {
        assertThat(report("{").status()).isEqualTo(400);
        assertThat(report("{'token':'" + "x".repeat(10_000) + "'}").status()).isEqualTo(413);
        assertThat(report("{'token':'x','source':'" + "x".repeat(201) + "'}").status())
                .isEqualTo(422);
        assertThat(Http.get(server.address() + "/api/v1/token-reports").status())
                .isEqualTo(405);
    }

    @Test
    void takesAMinutesWorthFromOneAddress() {
        List<Answer> refused = IntStream.range(0, 100)
                .mapToObj(i -> report("{'token':'x'}"))
                .filter(answer -> answer.status() != 202)
                .toList();
        assertThat(refused).hasSizeGreaterThan(30).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(code(answer)).isEqualTo("reports.too.many");
        });
        assertThat(server.verify(enable()).status()).isEqualTo(200);
    }

    private String enable() {
        return data(api.post("/accounts/" + account.slug() + "/api/activation", null))
                .getString("authToken");
    }

    private String reports() {
        return account.query(
                "select count(*) from audit_entry where account_id = ? and code = 'token.reported'", account.id());
    }

    private void awaitReport() {
        Eventually.await(
                "the report is recorded",
                Duration.ofSeconds(10),
                () -> reports().equals("1"));
    }

    private Answer report(String body) {
        byte[] bytes = body.replace('\'', '"').getBytes(UTF_8);
        String head = "POST /api/v1/token-reports HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n\r\n";
        Answer answer = Http.sendRaw(from, server.port(), (head + new String(bytes, UTF_8)).getBytes(UTF_8));
        ApiSchemas.check("POST", "/token-reports", new String(bytes, UTF_8), answer);
        return answer;
    }

    private static int number() {
        return ThreadLocalRandom.current().nextInt(1, 255);
    }
}
