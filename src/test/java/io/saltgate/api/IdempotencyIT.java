package io.saltgate.api;

import static io.saltgate.testing.OperatorApi.code;
import static io.saltgate.testing.OperatorApi.data;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.operator.OperatorScope;
import io.saltgate.operator.StoredKeys;
import io.saltgate.testing.Answer;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.Http;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.SaltgateServer;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C17: a call that creates or rotates and comes again with its {@code Idempotency-Key} is not done again. */
class IdempotencyIT {

    private static final String HEADER = "Idempotency-Key";

    private final SaltgateServer server = SaltgateServer.shared();
    private final OperatorApi api = OperatorApi.onShared();

    @Test
    void aRepeatedAccountIsTheSame() {
        String key = unique();
        String body = "{'name':'Repeated " + key + "'}";
        Answer first = api.post("/accounts", body, HEADER, key);

        Answer again = api.post("/accounts", body, HEADER, key);

        assertThat(first.status()).isEqualTo(201);
        assertSame(first, again);
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(data(api.get("/accounts?q=" + key)).getJsonArray("accounts")).hasSize(1);
        Answer other = api.post("/accounts", "{'name':'Other'}", HEADER, key);
        assertThat(other.status()).isEqualTo(409);
        assertThat(code(other)).isEqualTo("idempotency.key.reused");
        assertThat(api.post("/accounts", body).status())
                .as("without a key it is another account")
                .isEqualTo(201);
    }

    @Test
    void anInvitationLinkIsNotRepeated() {
        String key = unique();
        String body = "{'name':'Invited','slug':'i" + key + "','ownerEmail':'" + key + "@example.com'}";
        assertThat(data(api.post("/accounts", body, HEADER, key))).containsKey("invitationLink");

        Answer again = api.post("/accounts", body, HEADER, key);

        assertThat(again.status()).isEqualTo(409);
        assertThat(code(again)).isEqualTo("idempotency.answer.gone");
        assertThat(again.body()).doesNotContain("/invitation/");
        assertThat(data(api.get("/accounts/i" + key)).getString("name")).isEqualTo("Invited");
    }

    @Test
    void aRepeatedActivationHasItsSecretsWhileTheyAreTheCurrentOnes() {
        String account = newAccount();
        Answer first = api.post(account + "/api/activation", null, HEADER, "on");
        assertSame(first, api.post(account + "/api/activation", null, HEADER, "on"));
        assertThat(code(api.post(account + "/api/activation", null, HEADER, "another")))
                .isEqualTo("api.on");

        Answer rotated = api.post(account + "/api/token/rotation", "{'keepOldFor':'PT1H'}", HEADER, "rotate");
        assertSame(rotated, api.post(account + "/api/token/rotation", "{'keepOldFor':'PT1H'}", HEADER, "rotate"));
        assertThat(server.verify(data(rotated).getString("authToken")).status()).isEqualTo(200);
        assertThat(code(api.post(account + "/api/activation", null, HEADER, "on")))
                .isEqualTo("idempotency.answer.gone");

        data(api.post(account + "/api/deactivation", null));
        assertThat(code(api.post(account + "/api/token/rotation", "{'keepOldFor':'PT1H'}", HEADER, "rotate")))
                .isEqualTo("idempotency.answer.gone");
        data(api.post(account + "/api/activation", null, HEADER, "on-once-more"));
        assertThat(code(api.post(account + "/api/activation", null, HEADER, "on")))
                .isEqualTo("idempotency.answer.gone");
    }

    @Test
    void aRepeatedEndpointIsTheSameUntilItIsRemoved() {
        String account = enabled();
        String body = "{'url':'http://127.0.0.1:9/hook','types':['a.b']}";
        Answer first = api.post(account + "/webhooks", body, HEADER, "w");

        assertThat(first.status()).isEqualTo(201);
        assertSame(first, api.post(account + "/webhooks", body, HEADER, "w"));
        assertThat(data(api.get(account + "/webhooks")).getJsonArray("webhooks"))
                .hasSize(1);
        data(api.send("DELETE", account + "/webhooks/" + data(first).getString("id"), null));
        assertThat(code(api.post(account + "/webhooks", body, HEADER, "w"))).isEqualTo("idempotency.answer.gone");
        assertThat(data(api.get(account + "/webhooks")).getJsonArray("webhooks"))
                .isEmpty();
    }

    @Test
    void repeatedEntriesAreTheSameUntilOneIsRemoved() {
        String account = enabled();
        data(api.post(account + "/ip-whitelist", "{'entries':['10.0.0.0/8']}"));
        String body = "{'entries':['10.1.0.0/16','10.0.0.0/8','10.1.0.0/16',"
                + "{'address':'192.0.2.1','label':'x','expiresAt':'2098-01-01T00:00:00Z'}]}";
        Answer first = api.post(account + "/ip-whitelist", body, HEADER, "e");
        assertThat(first.body()).contains("added", "alreadyPresent", "\"coveredBy\":\"10.0.0.0/8\"");

        assertSame(first, api.post(account + "/ip-whitelist", body, HEADER, "e"));

        JsonObject entry = data(first).getJsonArray("entries").getJsonObject(0);
        data(api.send("DELETE", account + "/ip-whitelist/" + entry.getString("id"), null));
        assertThat(code(api.post(account + "/ip-whitelist", body, HEADER, "e"))).isEqualTo("idempotency.answer.gone");
        assertThat(data(api.get(account + "/ip-whitelist")).getJsonArray("entries"))
                .as("what was removed stays so")
                .hasSize(2);
        data(api.post(account + "/ip-whitelist", "{'entries':['10.1.0.0/16']}"));
        assertThat(code(api.post(account + "/ip-whitelist", body, HEADER, "e")))
                .as("it came anew")
                .isEqualTo("idempotency.answer.gone");
    }

    @Test
    void aRepeatedReplayIsOneDelivery() {
        String account = enabled();
        data(api.post(account + "/webhooks", "{'url':'http://127.0.0.1:9/hook'}"));
        data(api.post(account + "/events", "{'type':'a','documentId':'d','payload':{}}"));
        String delivery = data(api.get(account + "/deliveries"))
                .getJsonArray("deliveries")
                .getJsonObject(0)
                .getString("id");
        Answer first = api.post(account + "/deliveries/" + delivery + "/replay", null, HEADER, "r");

        assertThat(first.status()).isEqualTo(202);
        assertSame(first, api.post(account + "/deliveries/" + delivery + "/replay", null, HEADER, "r"));
        assertThat(data(api.get(account + "/deliveries")).getJsonArray("deliveries"))
                .hasSize(2);
    }

    /** A key is its caller's and its path's alone. */
    @Test
    void anotherCallerOrPathHasKeysOfItsOwn() {
        String key = unique();
        String body = "{'name':'Scoped " + key + "'}";
        String first = data(api.post("/accounts", body, HEADER, key)).getString("id");
        OperatorApi other = new OperatorApi(server, StoredKeys.make(server, OperatorScope.values()));

        assertThat(data(other.post("/accounts", body, HEADER, key)).getString("id"))
                .isNotEqualTo(first);

        String one = newAccount();
        String two = newAccount();
        assertThat(data(api.post(one + "/api/activation", null, HEADER, key)).getString("authToken"))
                .isNotEqualTo(data(api.post(two + "/api/activation", null, HEADER, key))
                        .getString("authToken"));
        assertThat(code(other.post(one + "/api/activation", null, HEADER, key)))
                .as("another key reads no secret again")
                .isEqualTo("api.on");
    }

    @Test
    void whatFailedMayBeTriedAgainUnderItsKey() {
        String account = newAccount();
        String body = "{'entries':['10.0.0.0/8']}";
        assertThat(code(api.post(account + "/ip-whitelist", body, HEADER, "k"))).isEqualTo("api.off");
        data(api.post(account + "/api/activation", null));

        assertThat(data(api.post(account + "/ip-whitelist", body, HEADER, "k")).getJsonArray("entries"))
                .hasSize(1);
        assertThat(code(api.post("/accounts", "{'colour':1}", HEADER, "f" + account)))
                .isEqualTo("field.unknown");
        assertThat(api.post("/accounts", "{'name':'x'}", HEADER, "f" + account).status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "é", "a\tb"})
    void aKeyThatIsNoneIsRefused(String key) {
        Answer answer = Http.sendRaw(
                server.port(),
                "POST",
                "/api/v1/accounts",
                "{\"name\":\"x\"}",
                "Authorization: Bearer " + SaltgateServer.OPERATOR_KEY,
                "Content-Type: application/json",
                HEADER + ": " + key);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        if (!answer.body().isEmpty()) { // empty where the server itself refuses such a byte
            assertThat(code(answer)).isEqualTo("idempotency.key.invalid");
        }
    }

    @Test
    void aKeyIsOneLineOfUpTo255Characters() {
        assertThat(api.post("/accounts", "{'name':'x'}", HEADER, unique() + "x".repeat(247))
                        .status())
                .isEqualTo(201);
        assertThat(code(api.post("/accounts", "{'name':'x'}", HEADER, "x".repeat(256))))
                .isEqualTo("idempotency.key.invalid");
        assertThat(code(api.post("/accounts", "{'name':'x'}", HEADER, "a", HEADER, "a")))
                .isEqualTo("idempotency.key.invalid");
    }

    /** Every call that creates or rotates, twenty times at once under one key: done once, and answered alike. */
    @Test
    void ofTwentyCallsAtOnceUnderOneKeyOneIsDone() throws Exception {
        String off = newAccount();
        String on = enabled();
        String key = unique();
        List<List<String>> calls = List.of(
                List.of("/accounts", "{'name':'Race " + key + "'}"),
                List.of(off + "/api/activation", "{}"),
                List.of(on + "/api/token/rotation", "{}"),
                List.of(on + "/ip-whitelist", "{'entries':['10.0.0.0/8','192.0.2.1']}"),
                List.of(on + "/webhooks", "{'url':'http://127.0.0.1:9/race'}"),
                List.of(on + "/events", "{'type':'a','documentId':'d','payload':{}}"));
        for (List<String> call : calls) {
            List<Answer> answers = Collections.synchronizedList(new ArrayList<>());

            AtOnce.run(Collections.nCopies(20, () -> answers.add(api.post(call.get(0), call.get(1), HEADER, key))));

            assertThat(answers).hasSize(20);
            answers.forEach(answer -> assertSame(answers.getFirst(), answer));
            data(answers.getFirst());
        }
        assertThat(data(api.get("/accounts?q=" + key)).getJsonArray("accounts")).hasSize(1);
        assertThat(data(api.get(on + "/webhooks")).getJsonArray("webhooks")).hasSize(1);
        assertThat(data(api.get(on + "/deliveries")).getJsonArray("deliveries")).hasSize(1);
    }

    /** Neither the row nor the log has the key's text or a secret. */
    @Test
    void theRowHoldsNoSecret() throws Exception {
        String account = newAccount();
        String key = unique();
        String token =
                data(api.post(account + "/api/activation", null, HEADER, key)).getString("authToken");
        try (var connection = server.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select * from idempotency_key")) {
            while (row.next()) {
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    assertThat(row.getString(i)).doesNotContain(key, token.substring(3, 20));
                }
            }
        }
        assertThat(server.log()).doesNotContain(key);
    }

    private static void assertSame(Answer first, Answer again) {
        assertThat(again.status()).as(again.toString()).isEqualTo(first.status());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("X-Token-Id")).isEqualTo(first.header("X-Token-Id"));
    }

    private String enabled() {
        String account = newAccount();
        data(api.post(account + "/api/activation", null));
        return account;
    }

    /** @return its path */
    private String newAccount() {
        String slug = "k" + unique();
        data(api.post("/accounts", "{'name':'Keys','slug':'" + slug + "'}"));
        return "/accounts/" + slug;
    }

    private static String unique() {
        return UUID.randomUUID().toString().substring(0, 8);
    }
}
