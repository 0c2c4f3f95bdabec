package io.saltgate.api;

import static io.saltgate.testing.OperatorApi.code;
import static io.saltgate.testing.OperatorApi.data;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.Receiver;
import io.saltgate.testing.TestAccount;
import io.saltgate.webhooks.Signature;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operator events on a running server, from the change to the operator's back end. */
class OperatorEventsIT {

    private static final String PATH = "/operator-events";

    private final OperatorApi api = OperatorApi.onShared();
    private final TestAccount account = TestAccount.onShared();
    private final Receiver backEnd = Receiver.start(Receiver.ok());

    @BeforeEach
    @AfterEach
    void switchOff() {
        data(api.send("DELETE", PATH, null));
    }

    @AfterEach
    void close() {
        backEnd.close();
    }

    @Test
    void whatHappensInAnAccountReachesTheOperatorsBackEnd() {
        String secret = data(put("")).getString("secret");
        String token = data(api.post("/accounts/" + account.slug() + "/api/activation", null))
                .getString("authToken");

        Receiver.Request request = await("\"type\":\"api.enabled\"", account.slug());

        String body = new String(request.body(), UTF_8);
        assertThat(request.line()).isEqualTo("POST /told HTTP/1.1");
        assertThat(body).contains("\"kind\":\"operatorKey\"").doesNotContain(token);
        assertThat(request.header("webhook-signature"))
                .contains(new Signature(secret)
                        .standard(
                                request.header("webhook-id").orElseThrow(),
                                request.header("webhook-timestamp").orElseThrow(),
                                request.body()));
    }

    @Test
    void aTestEventComesWhateverTypesAreTaken() {
        data(put(",'types':['token.*']"));
        String id = data(api.post(PATH + "/test", null)).getString("eventId");

        assertThat(await("\"type\":\"test\"", id).header("webhook-id")).contains(id);
    }

    @Test
    void aRepeatedCallGetsTheSecretWhileItIsTheLivingOne() {
        String key = UUID.randomUUID().toString();
        String body = "{'url':'" + url() + "'}";
        String secret =
                data(api.send("PUT", PATH, body, "Idempotency-Key", key)).getString("secret");
        assertThat(data(api.send("PUT", PATH, body, "Idempotency-Key", key)).getString("secret"))
                .isEqualTo(secret);
        assertThat(data(api.get(PATH)).isNull("secret")).isTrue();
        assertThat(data(put("")).isNull("secret")).isTrue();

        String rotation = UUID.randomUUID().toString();
        String second = data(api.post(PATH + "/secret/rotation", null, "Idempotency-Key", rotation))
                .getString("secret");
        assertThat(data(api.post(PATH + "/secret/rotation", null, "Idempotency-Key", rotation))
                        .getString("secret"))
                .isEqualTo(second)
                .isNotEqualTo(secret);
        assertThat(code(api.send("PUT", PATH, body, "Idempotency-Key", key))).isEqualTo("idempotency.answer.gone");
    }

    @Test
    void showsHowItGoesAndNothingIsSentWhenItIsOff() {
        assertThat(data(api.get(PATH)).isNull("url")).isTrue();
        for (Answer refused : List.of(api.post(PATH + "/test", null), api.post(PATH + "/secret/rotation", null))) {
            assertThat(refused.status()).isEqualTo(409);
            assertThat(code(refused)).isEqualTo("operator.events.off");
        }
        data(put(",'types':['api.*','member.added']"));
        assertThat(data(api.get(PATH)).getString("url")).isEqualTo(url());
        assertThat(data(api.get(PATH)).getJsonArray("types")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'url':null}",
                "{'url':1}",
                "{'url':''}",
                "{'url':'http://10.0.0.1/'}",
                "{'url':'http://169.254.169.254/latest'}",
                "{'url':'ftp://example.com/'}",
                "{'url':'https://user:pass@example.com/'}",
                "{'url':'https://b\\u00fccher.example/'}",
                "{'url':'http://127.0.0.1:9/','types':['token.unknown']}",
                "{'url':'http://127.0.0.1:9/','types':['*']}",
                "{'url':'http://127.0.0.1:9/','types':['test']}",
                "{'url':'http://127.0.0.1:9/','types':'api.enabled'}",
                "{'url':'http://127.0.0.1:9/','secret':'mine'}"
            })
    void refusesWhatIsNoEndpoint(String body) {
        assertThat(api.send("PUT", PATH, body).status()).isEqualTo(422);
        assertThat(data(api.get(PATH)).isNull("url")).isTrue();
    }

    private String url() {
        return "http://127.0.0.1:" + backEnd.port() + "/told";
    }

    private Answer put(String more) {
        return api.send("PUT", PATH, "{'url':'" + url() + "'" + more + "}");
    }

    private Receiver.Request await(String... parts) {
        Eventually.await(
                "an event with " + List.of(parts),
                Duration.ofSeconds(20),
                () -> backEnd.requests().stream().anyMatch(request -> has(request, parts)));
        return backEnd.requests().stream()
                .filter(request -> has(request, parts))
                .findFirst()
                .orElseThrow();
    }

    private static boolean has(Receiver.Request request, String... parts) {
        String body = new String(request.body(), UTF_8);
        return List.of(parts).stream().allMatch(body::contains);
    }
}
