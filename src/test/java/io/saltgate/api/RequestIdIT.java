package io.saltgate.api;

import static io.saltgate.testing.OperatorApi.code;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Http;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer of the API carries {@code X-Request-Id}, whichever part of the server refuses. */
class RequestIdIT {

    private static final String KEY = "Authorization: Bearer " + SaltgateServer.OPERATOR_KEY;

    private final SaltgateServer server = SaltgateServer.shared();
    private final OperatorApi api = OperatorApi.onShared();

    @ParameterizedTest
    @CsvSource({
        "GET, /accounts?q=none, 200",
        "HEAD, /accounts?q=none, 200",
        "GET, /metrics, 200",
        "GET, /nothing, 404",
        "GET, /accounts/no-such-account, 404",
        "GET, '', 404",
        "OPTIONS, /accounts, 405",
        "DELETE, /accounts, 405",
        "POST, /accounts, 400",
        "GET, /accounts/%2e%2e, 400",
        "GET, /accounts//x, 400",
        "GET, /accounts/%zz, 400",
        "GET, /account, 401"
    })
    void everyAnswerHasTheIdOfTheCall(String method, String path, int status) {
        Answer own = Http.sendRaw(
                server.port(), method, "/api/v1" + path, "", KEY, "X-Request-Id: my-id/1:2=3+4@5~6_7.8-" + status);
        Answer generated = Http.sendRaw(server.port(), method, "/api/v1" + path, "", KEY);

        assertThat(own.status()).as(own.toString()).isEqualTo(status);
        assertThat(own.header("X-Request-Id")).isEqualTo("my-id/1:2=3+4@5~6_7.8-" + status);
        assertThat(generated.header("X-Request-Id")).matches("[0-9A-Za-z]{22}");
    }

    @Test
    void refusalsOfTheBodyAndOfTheKeyHaveItToo() {
        for (Answer answer : List.of(
                new OperatorApi(server, "no-such-key").get("/accounts"),
                api.post("/accounts", "{'name':'" + "x".repeat(2 * 1024 * 1024) + "'}"),
                api.post("/accounts", "{'name':'x'}", "Content-Type", "text/plain"),
                api.post("/accounts", "{'colour':1}"),
                api.post("/accounts", "{"),
                Http.sendRaw(
                        server.port(),
                        ("POST /api/v1/accounts HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + KEY
                                        + "\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII)))) {
            assertThat(code(answer)).isNotBlank();
            assertThat(answer.header("X-Request-Id")).as(answer.toString()).matches("[0-9A-Za-z]{22}");
        }
    }

    /** What could be more than a word where it is shown or logged is replaced. */
    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "<script>", "a;b", "a\"b", "a\tb", "a,b", "%0a", "é", "${jndi:x}", "a\\b"})
    void aStrangeIdIsReplaced(String id) {
        Answer answer = Http.sendRaw(server.port(), "GET", "/api/v1/accounts?q=none", "", KEY, "X-Request-Id: " + id);

        if (answer.status() == 200) { // the server itself refuses some bytes
            assertThat(answer.header("X-Request-Id")).matches("[0-9A-Za-z]{22}");
        }
    }

    @Test
    void anIdThatIsTooLongOrCameTwiceIsReplaced() {
        String longest = "x".repeat(128);
        assertThat(api.get("/accounts?q=none", "X-Request-Id", longest).header("X-Request-Id"))
                .isEqualTo(longest);
        assertThat(api.get("/accounts?q=none", "X-Request-Id", longest + "x").header("X-Request-Id"))
                .hasSize(22);
        assertThat(api.get("/accounts?q=none", "X-Request-Id", "a", "X-Request-Id", "a")
                        .header("X-Request-Id"))
                .hasSize(22);
    }

    /** A call that fails inside is found in the log by the id of its answer. */
    @Test
    void theLogNamesACallThatFailed() throws Exception {
        String id = "find-me-" + UUID.randomUUID();
        try (var connection = server.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table installation in access exclusive mode");

            Answer answer = api.post("/accounts", "{'name':'x'}", "X-Request-Id", id);

            connection.rollback();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("X-Request-Id")).isEqualTo(id);
        }
        assertThat(server.log()).contains(id);
    }

    @Test
    void theAuditEntryOfACallHasItsId() {
        TestAccount account = TestAccount.onShared();
        String id = "import-4711/" + account.slug();

        assertThat(api.post("/accounts/" + account.slug() + "/api/activation", null, "X-Request-Id", id)
                        .status())
                .isEqualTo(200);

        Console owner = account.signIn();
        String trail = owner.get(owner.path("/settings/audit")).body();
        List<String> named = Pattern.compile("href=\"[^\"]*(/settings/audit/entries/[0-9]+)\"")
                .matcher(trail)
                .results()
                .map(entry -> owner.get(owner.path(entry.group(1))).text())
                .filter(entry -> entry.contains(id))
                .toList();
        assertThat(trail).as("only an entry's page has it").doesNotContain(id);
        assertThat(named).anySatisfy(entry -> assertThat(entry).containsSubsequence("API enabled", "Request id", id));
    }
}
