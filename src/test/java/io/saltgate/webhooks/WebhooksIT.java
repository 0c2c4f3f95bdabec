package io.saltgate.webhooks;

import static io.saltgate.testing.OperatorApi.code;
import static io.saltgate.testing.OperatorApi.data;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import io.saltgate.testing.Answer;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.Http;
import io.saltgate.testing.Receiver;
import io.saltgate.testing.SaltgateServer;
import jakarta.json.JsonObject;
import java.net.http.HttpHeaders;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that a running server is told, and what real receivers get. */
class WebhooksIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final SaltgateServer server = SaltgateServer.shared();

    /** B45, B48: what arrives verifies by the specification's own library, and the mac is that of the document's id. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1}",
                "{\"name\":\"😊 ₹ മലയാളം \u2028\"}",
                "{\"escaped\":\"\\u2028 \\/ \\ud83d\\ude0a \\ud800\",\"big\":123456789012345678901234567890.10}",
                "{ \"b\" : [1,\n2 ] ,\t\"a\" : {} \n}"
            })
    void arriveSignedByteForByte(String payload) throws Exception {
        Subscriber account = Subscriber.on(server);
        try (Receiver receiver = Receiver.start(Receiver.ok())) {
            account.add(receiver, "/hook?a=1");
            String body = "{\"type\":\"document.completed\",\"documentId\":\"d-😊\",\"payload\":" + payload + "}";
            Answer answer = Http.send(
                    "POST",
                    server.address() + "/api/v1/accounts/" + account.slug() + "/events",
                    body,
                    "Authorization",
                    "Bearer " + SaltgateServer.OPERATOR_KEY,
                    "Content-Type",
                    "application/json");
            assertThat(answer.status()).isEqualTo(202);
            await("it arrives", () -> receiver.requests().size() == 1);

            Receiver.Request request = receiver.requests().getFirst();
            assertThat(request.line()).isEqualTo("POST /hook?a=1 HTTP/1.1");
            assertThat(request.header("content-type")).contains("application/json");
            String text = Subscriber.text(request);
            assertThat(text).startsWith(payload.substring(0, payload.length() - 1));
            assertThat(Subscriber.json(request).getString("eventId"))
                    .isEqualTo(data(answer).getString("eventId"));
            assertThat(Subscriber.json(request).getString("mac")).isEqualTo(new Signature(account.salt()).mac("d-😊"));
            verify(account, request);
        }
    }

    @Test
    void aCallIsRefusedForWhatIsWrongWithIt() {
        Subscriber account = Subscriber.on(server);
        assertThat(code(account.post("/events", Subscriber.event("a b", "d", "{}"))))
                .isEqualTo("event.type.invalid");
        assertThat(code(account.post("/events", Subscriber.event("a", "", "{}"))))
                .isEqualTo("document.id.invalid");
        assertThat(code(account.post("/events", Subscriber.event("a", "d\\u0000", "{}"))))
                .isEqualTo("document.id.invalid");
        assertThat(code(account.post("/events", Subscriber.event("a", "d", "[]"))))
                .isEqualTo("field.type.wrong");
        assertThat(code(account.post("/events", Subscriber.event("a", "d", "{'mac':1}"))))
                .isEqualTo("payload.reserved");
        assertThat(code(account.post("/events", Subscriber.event("a", "d", "{'a':1,'a':2}"))))
                .isEqualTo("json.duplicate.member");
        assertThat(account.post("/events", Subscriber.event("a", "d", "{'a':'" + "x".repeat(270_000) + "'}"))
                        .status())
                .isEqualTo(413);
        assertThat(account.post("/events", Subscriber.event("a", "d", "{'a':'" + "x".repeat(262_100) + "'}"))
                        .status())
                .isEqualTo(202);
        assertThat(code(account.post("/events", Subscriber.event("a", "d", "{}"), "Idempotency-Key", "a b")))
                .isEqualTo("idempotency.key.invalid");
        assertThat(account.deliveries("")).isEmpty();
        data(account.post("/api/deactivation", null));
        assertThat(code(account.post("/events", Subscriber.event("a", "d", "{}"))))
                .isEqualTo("api.off");
    }

    @Test
    void ofManyCallsWithOneKeyOneEventComes() throws Exception {
        Subscriber account = Subscriber.on(server);
        try (Receiver receiver = Receiver.start(Receiver.ok())) {
            account.add(receiver, "/");
            List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
            AtOnce.run(Collections.nCopies(
                    8,
                    () -> answers.add(
                            account.post("/events", Subscriber.event("a", "d", "{}"), "Idempotency-Key", "same"))));

            assertThat(answers).extracting(Answer::status).containsOnly(202);
            assertThat(answers.stream()
                            .map(one -> data(one).getString("eventId"))
                            .distinct())
                    .hasSize(1);
            assertThat(code(account.post("/events", Subscriber.event("a", "e", "{}"), "Idempotency-Key", "same")))
                    .isEqualTo("idempotency.key.reused");
            await("it arrives", () -> !receiver.requests().isEmpty());
            assertThat(account.deliveries("")).hasSize(1);
        }
    }

    /** B49, B60 */
    @Test
    void onlyTwoHundredsAreSuccessAndNoRedirectIsFollowed() {
        Subscriber account = Subscriber.on(server);
        try (Receiver second = Receiver.start(Receiver.ok());
                Receiver first = Receiver.start(Receiver.saying(
                        "HTTP/1.1 302 Found",
                        "Location: http://127.0.0.1:" + second.port() + "/metadata",
                        "Content-Length: 0",
                        "",
                        ""))) {
            account.add(first, "/");
            account.tell("d1");
            await("a failure is on record", () -> made(account, 0).size() == 1);

            JsonObject attempt = made(account, 0).getFirst();
            assertThat(attempt.getString("outcome")).isEqualTo("rejected");
            assertThat(attempt.getInt("status")).isEqualTo(302);
            assertThat(account.deliveries("").getFirst().getString("state")).isEqualTo("pending");
            assertThat(second.connections()).isZero();
        }
    }

    /** B55: the id stays, time and signature are the attempt's own. */
    @Test
    void isTriedAgainUnderTheSameIdWithASignatureOfItsOwn() throws Exception {
        Subscriber account = Subscriber.on(server);
        AtomicInteger calls = new AtomicInteger();
        try (Receiver receiver = Receiver.start((request, out, socket) -> out.write(Receiver.text(
                calls.incrementAndGet() == 1 ? "HTTP/1.1 503 Busy" : "HTTP/1.1 204 No Content",
                "Content-Length: 0",
                "",
                "")))) {
            account.add(receiver, "/");
            account.tell("d1");
            await("the second attempt", () -> receiver.requests().size() == 2);

            Receiver.Request first = receiver.requests().get(0);
            Receiver.Request second = receiver.requests().get(1);
            assertThat(Subscriber.id(second)).isEqualTo(Subscriber.id(first));
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(second.header("webhook-timestamp")).isNotEqualTo(first.header("webhook-timestamp"));
            verify(account, second);
            await("it is done", () -> state(account, 0).equals("succeeded"));
            assertThat(made(account, 0)).hasSize(2);
        }
    }

    /** B59 */
    @Test
    void goneSwitchesTheEndpointOffAtOnce() {
        Subscriber account = Subscriber.on(server);
        try (Receiver receiver = Receiver.start(Receiver.saying("HTTP/1.1 410 Gone", "Content-Length: 0", "", ""))) {
            String endpoint = account.add(receiver, "/");
            account.tell("d1");
            await("it is off", () -> !account.endpoint(endpoint).getBoolean("enabled"));
            account.tell("d2");

            assertThat(account.endpoint(endpoint).getString("disabledBecause")).isEqualTo("gone");
            await("on record", () -> state(account, 0).equals("failed"));
            assertThat(receiver.requests()).hasSize(1);
            assertThat(account.deliveries("")).hasSize(1);
        }
    }

    @Test
    void aReplayIsANewDelivery() throws Exception {
        Subscriber account = Subscriber.on(server);
        try (Receiver receiver = Receiver.start(Receiver.ok())) {
            account.add(receiver, "/");
            account.tell("d1");
            await("it arrives", () -> receiver.requests().size() == 1);
            String id = Subscriber.id(receiver.requests().getFirst());
            Answer replay = account.post("/deliveries/" + id + "/replay", null);
            assertThat(replay.status()).isEqualTo(202);
            await("it arrives again", () -> receiver.requests().size() == 2);

            Receiver.Request again = receiver.requests().get(1);
            assertThat(Subscriber.id(again))
                    .isEqualTo(data(replay).getString("id"))
                    .isNotEqualTo(id);
            assertThat(again.body()).isEqualTo(receiver.requests().getFirst().body());
            verify(account, again);
            assertThat(Subscriber.on(server)
                            .post("/deliveries/" + id + "/replay", null)
                            .status())
                    .as("another account's")
                    .isEqualTo(404);
        }
    }

    /**
     * A salt is that of the moment: what is replayed after the API was disabled and enabled is signed with the new one.
     */
    @Test
    void isSignedWithTheSaltOfTheMoment() throws Exception {
        Subscriber before = Subscriber.on(server);
        try (Receiver receiver = Receiver.start(Receiver.ok())) {
            String endpoint = before.add(receiver, "/");
            before.tell("d1");
            await("it arrives", () -> receiver.requests().size() == 1);
            String id = Subscriber.id(receiver.requests().getFirst());
            data(before.post("/api/deactivation", null));
            assertThat(before.endpoint(endpoint).getString("disabledBecause")).isEqualTo("api.disabled");
            String salt = data(before.post("/api/activation", null)).getString("privateSalt");
            Subscriber after = new Subscriber(before.api(), before.slug(), salt);
            assertThat(code(after.post("/deliveries/" + id + "/replay", null))).isEqualTo("webhook.endpoint.off");
            data(after.api().send("PATCH", "/accounts/" + after.slug() + "/webhooks/" + endpoint, "{'enabled':true}"));
            data(after.post("/deliveries/" + id + "/replay", null));
            await("it arrives again", () -> receiver.requests().size() == 2);

            verify(after, receiver.requests().get(1));
        }
    }

    /** Some receivers answer with what they got: that is no way to read what is write-only. */
    @Test
    void whatAnEchoSaysIsKeptWithoutSecrets() {
        Subscriber account = Subscriber.on(server);
        try (Receiver receiver = Receiver.start((request, out, socket) -> {
            String body = String.join("\n", request.head()) + "\n" + Subscriber.text(request);
            byte[] bytes = body.getBytes(UTF_8);
            out.write(Receiver.text("HTTP/1.1 200 OK", "Content-Length: " + bytes.length, "", ""));
            out.write(bytes);
        })) {
            account.add(receiver, "/");
            account.tell("d1");
            await("it arrives", () -> state(account, 0).equals("succeeded"));

            String signature =
                    receiver.requests().getFirst().header("webhook-signature").orElseThrow();
            String kept = query(
                    "select answer_body from webhook_attempt where delivery_id = ?",
                    Subscriber.id(receiver.requests().getFirst()));
            assertThat(kept).contains("webhook-id", "documentId");
            assertThat(kept).doesNotContain(signature).doesNotContain(new Signature(account.salt()).mac("d1"));
        }
    }

    private String query(String sql, String id) {
        try (Connection connection = server.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, UUID.fromString(id));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** B2: odd spellings of private addresses are no URL at all. */
    @Test
    void endpointsAreManagedByTheApi() {
        Subscriber account = Subscriber.on(server);
        for (String bad : List.of(
                "http://10.0.0.1/",
                "https://10.0.0.1/",
                "http://[::1]/",
                "https://169.254.169.254/latest",
                "http://93.184.215.14/",
                "https://93.184.215.14:22/")) {
            assertThat(code(account.post("/webhooks", "{'url':'" + bad + "'}")))
                    .as(bad)
                    .startsWith("target.");
        }
        for (String bad : List.of(
                "ftp://example.com/",
                "https://user@example.com/",
                "http://012.0.0.1/",
                "http://0x7f000001/",
                "http://2130706433/",
                "http://127.1/",
                "x",
                "")) {
            assertThat(code(account.post("/webhooks", "{'url':'" + bad + "'}")))
                    .as(bad)
                    .startsWith("url.");
        }
        // C16
        assertThat(account.post("/webhooks", "{'url':'https://müller.example/secret'}")
                        .body())
                .contains("can't contain “ü”, its ASCII form is xn--mller-kva.example;");
        assertThat(account.post("/webhooks", "{'url':'https://foo_bar.example.com/'}")
                        .body())
                .contains("can't contain “_”;");
        assertThat(code(account.post("/webhooks", "{'url':'http://127.0.0.1/','types':['*']}")))
                .isEqualTo("event.types.invalid");
        assertThat(code(account.post("/webhooks", "{'url':'http://127.0.0.1/','colour':1}")))
                .isEqualTo("field.unknown");
        String id = account.add("http://127.0.0.1:9/a", "document.*");

        String path = "/accounts/" + account.slug() + "/webhooks/" + id;
        JsonObject changed = data(account.api()
                .send("PATCH", path, "{'url':'http://127.0.0.1:9/b','types':[],'description':'B','mac':false}"));
        assertThat(changed.getString("url")).isEqualTo("http://127.0.0.1:9/b");
        assertThat(changed.getJsonArray("types")).isEmpty();
        assertThat(changed.getBoolean("mac")).isFalse();
        assertThat(data(account.api().send("PATCH", path, "{'enabled':false}")).getString("disabledBecause"))
                .isEqualTo("member");
        assertThat(Subscriber.on(server)
                        .api()
                        .send("PATCH", path.replace(account.slug(), "acme"), "{}")
                        .status())
                .isEqualTo(404);
        data(account.api().send("DELETE", path, null));
        assertThat(account.api().send("DELETE", path, null).status()).isEqualTo(404);
        assertThat(data(account.api().get("/accounts/" + account.slug() + "/webhooks"))
                        .getJsonArray("webhooks"))
                .isEmpty();
    }

    /** B55: whoever signs by a clock that is off is not believed. */
    @Test
    void theOperatorSeesHowSendingGoes() {
        Subscriber account = Subscriber.on(server);
        try (Receiver receiver = Receiver.start(Receiver.ok())) {
            account.add(receiver, "/");
            account.tell("d1");
            await("it arrives", () -> receiver.requests().size() == 1);

            Answer metrics = account.api().get("/metrics");

            assertThat(metrics.status()).isEqualTo(200);
            assertThat(metrics.header("Content-Type")).startsWith("text/plain");
            assertThat(metrics.body())
                    .containsPattern("saltgate_clock_offset_seconds -?0\\.[0-9]+\n")
                    .containsPattern("saltgate_webhook_deliveries_waiting [0-9]+\\.0\n")
                    .contains("saltgate_retention_behind_seconds{of=\"webhooks\"} 0.0\n")
                    .contains("saltgate_retention_behind_seconds{of=\"usage\"} 0.0\n")
                    .containsPattern("saltgate_webhook_attempts_total\\{outcome=\"succeeded\"} [0-9]+\\.0\n");
            assertThat(Http.get(server.address() + "/api/v1/metrics").status()).isEqualTo(401);
        }
    }

    @Test
    void theOperatorPermitsPrivateTargetsToOneAccount() {
        Subscriber account = Subscriber.on(server);
        String path = "/accounts/" + account.slug() + "/webhook-targets";
        assertThat(code(account.api().send("PUT", path, "{'targets':['10.0.0.1/8']}")))
                .isEqualTo("target.invalid");
        for (String metadata : List.of("169.254.169.254", "0.0.0.0/0", "[fd00:ec2::254]:80", "fe80::/10")) {
            Answer refused = account.api().send("PUT", path, "{'targets':['10.9.8.7:8080','" + metadata + "']}");
            assertThat(refused.status()).isEqualTo(422);
            assertThat(code(refused)).isEqualTo("target.metadata");
            assertThat(refused.body()).contains(metadata, "saltgate.webhooks.allow");
        }
        assertThat(data(account.api().get(path)).getJsonArray("targets")).isEmpty();
        data(account.api().send("PUT", path, "{'targets':['10.9.8.7:8080']}"));

        account.add("http://10.9.8.7:8080/x");
        assertThat(code(Subscriber.on(server).post("/webhooks", "{'url':'http://10.9.8.7:8080/x'}")))
                .isEqualTo("target.address");
        data(account.api().send("PUT", path, "{'targets':[]}"));
        assertThat(data(account.api().get(path)).getJsonArray("targets")).isEmpty();
    }

    /**
     * B51: one endpoint hangs with 5,000 events in its queue; another account hears of its own in less than two
     * seconds.
     */
    @Test
    void anEndpointThatHangsHoldsUpNobodyElse() throws Exception {
        Subscriber hanging = Subscriber.on(server);
        Subscriber other = Subscriber.on(server);
        Map<String, Long> arrived = new ConcurrentHashMap<>();
        try (Receiver hole = Receiver.start((request, out, socket) -> Thread.sleep(60_000));
                Receiver receiver = Receiver.start((request, out, socket) -> {
                    arrived.putIfAbsent(Subscriber.json(request).getString("documentId"), System.nanoTime());
                    out.write(Receiver.text("HTTP/1.1 200 OK", "Content-Length: 0", "", ""));
                })) {
            queue(hanging, hanging.add(hole, "/"), 5_000);
            other.add(receiver, "/");
            await("it hangs", () -> hole.requests().size() >= 2);

            Map<String, Long> told = new HashMap<>();
            for (int i = 0; i < 120; i++) {
                told.put("d" + i, System.nanoTime());
                other.tell("d" + i);
                Thread.sleep(25);
            }
            await("all arrive", () -> arrived.size() == 120);

            List<Long> millis = told.entrySet().stream()
                    .map(one -> (arrived.get(one.getKey()) - one.getValue()) / 1_000_000)
                    .sorted()
                    .toList();
            System.out.printf(
                    "beside an endpoint that hangs: median %d ms, p99 %d ms%n", millis.get(60), millis.get(118));
            assertThat(millis.get(118)).isLessThan(2_000);
            assertThat(hanging.deliveries("?state=succeeded")).isEmpty();
        }
        data(hanging.post("/api/deactivation", null));
    }

    /** B51: a receiver that drips one byte a second ends at the deadline. */
    @Test
    void aReceiverThatDripsEndsAtTheDeadline() {
        Subscriber account = Subscriber.on(server);
        try (Receiver receiver = Receiver.start((request, out, socket) -> {
            out.write(Receiver.text("HTTP/1.1 200 OK", "Content-Length: 1000", "", ""));
            for (int i = 0; i < 1_000; i++) {
                out.write('.');
                out.flush();
                Thread.sleep(1_000);
            }
        })) {
            account.add(receiver, "/");
            account.tell("d1");
            Eventually.await(
                    "it is given up",
                    Duration.ofSeconds(25),
                    () -> made(account, 0).size() == 1);

            assertThat(made(account, 0).getFirst().getString("outcome")).isEqualTo("timeout");
            assertThat(made(account, 0).getFirst().getInt("millis")).isBetween(14_500, 17_000);
        }
        data(account.post("/api/deactivation", null));
    }

    private void queue(Subscriber account, String endpoint, int events) throws Exception {
        UUID id = UUID.fromString(
                data(account.api().get("/accounts/" + account.slug())).getString("id"));
        try (Connection connection = server.connect();
                PreparedStatement statement = connection.prepareStatement("with told as (insert into webhook_event"
                        + " select ?, gen_random_uuid(), 'document.completed', 'q' || n, '{}', current_timestamp, false"
                        + " from generate_series(1, ?) n returning account_id, id)"
                        + " insert into webhook_delivery (account_id, id, endpoint_id, event_id, cause, generation, state,"
                        + " due_at, attempts, created_at) select account_id, gen_random_uuid(), ?, id, 'EVENT', 1,"
                        + " 'PENDING', current_timestamp, 0, current_timestamp from told")) {
            statement.setObject(1, id);
            statement.setInt(2, events);
            statement.setObject(3, UUID.fromString(endpoint));
            assertThat(statement.executeUpdate()).isEqualTo(events);
        }
    }

    private static String state(Subscriber account, int delivery) {
        return account.deliveries("").get(delivery).getString("state");
    }

    private static List<JsonObject> made(Subscriber account, int delivery) {
        String id = account.deliveries("").get(delivery).getString("id");
        return account.delivery(id).getJsonArray("made").getValuesAs(JsonObject.class);
    }

    private static void verify(Subscriber account, Receiver.Request request) throws Exception {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : Set.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
            headers.put(name, List.of(request.header(name).orElseThrow()));
        }
        String secret =
                "whsec_" + Base64.getEncoder().encodeToString(account.salt().getBytes(UTF_8));
        new Webhook(secret).verify(Subscriber.text(request), HttpHeaders.of(headers, (name, value) -> true));
    }

    private static void await(String what, java.util.function.BooleanSupplier condition) {
        Eventually.await(what, SOON, condition);
    }
}
