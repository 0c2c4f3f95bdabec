package io.saltgate.api;

import static io.saltgate.testing.OperatorApi.code;
import static io.saltgate.testing.OperatorApi.data;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.ApiSchemas;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.Http;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an account's token may do on its own account, on a running server. */
class ManageByApiIT {

    private final SaltgateServer server = SaltgateServer.shared();
    private final OperatorApi api = OperatorApi.onShared();
    private final TestAccount account = TestAccount.onShared();
    private final Console owner = account.signIn();
    private final String token = data(api.post("/accounts/" + account.slug() + "/api/activation", null))
            .getString("authToken");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /ip-whitelist",
                "POST /ip-whitelist",
                "PUT /ip-whitelist",
                "PUT /ip-whitelist/mode",
                "GET /webhooks",
                "POST /webhooks",
                "GET /deliveries",
                "GET /usage",
                "GET /usage/callers"
            })
    void isOffUntilAnOwnerSwitchesItOn(String call) {
        String[] parts = call.split(" ");
        Answer refused = send(parts[0], parts[1], parts[0].equals("GET") ? null : "{'entries':['10.0.0.0/8']}");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(code(refused)).isEqualTo("manage.by.api.off");
        assertThat(refused.header("X-Request-Id")).isNotBlank();
    }

    @Test
    void changesTheWhitelistWithTheTokenAndTheTrailNamesIt() {
        allow();
        JsonObject added = data(send("POST", "/ip-whitelist", "{'entries':['10.0.0.0/8','127.0.0.0/8']}"));
        String id = added.getJsonArray("entries").getJsonObject(0).getString("id");
        data(send("PUT", "/ip-whitelist/mode", "{'mode':'enforced'}"));
        assertThat(data(send("POST", "/ip-whitelist/check", "{'address':'10.1.2.3'}"))
                        .getBoolean("passes"))
                .isTrue();
        data(send("DELETE", "/ip-whitelist/" + id, null));

        JsonObject list = data(send("GET", "/ip-whitelist", null));
        assertThat(list.getString("mode")).isEqualTo("enforced");
        assertThat(list.getJsonArray("entries")).hasSize(1);
        assertThat(server.verify(token).status()).isEqualTo(200);
        assertThat(owner.get(owner.path("/settings/audit")).body())
                .contains("API token")
                .contains("Manage by API switched on");
    }

    @Test
    void managesWebhooksAndReadsDeliveries() {
        allow();
        Answer first = send("POST", "/webhooks", "{'url':'https://93.184.216.34/hook'}", "Idempotency-Key", "one");
        String id = data(first).getString("id");
        assertThat(send("POST", "/webhooks", "{'url':'https://93.184.216.34/hook'}", "Idempotency-Key", "one")
                        .body())
                .as("repeated with its key")
                .isEqualTo(first.body());
        assertThat(code(send("POST", "/webhooks", "{'url':'https://93.184.216.34/h'}", "Idempotency-Key", "one")))
                .isEqualTo("idempotency.key.reused");
        data(send("PATCH", "/webhooks/" + id, "{'description':'Mine'}"));
        assertThat(data(send("GET", "/webhooks", null)).getJsonArray("webhooks"))
                .hasSize(1)
                .first()
                .satisfies(each ->
                        assertThat(each.asJsonObject().getString("description")).isEqualTo("Mine"));
        assertThat(data(send("GET", "/deliveries", null)).getJsonArray("deliveries"))
                .isEmpty();
        data(send("DELETE", "/webhooks/" + id, null));
    }

    @Test
    void readsItsUsageByDayAndReasonAndItsCallers() {
        allow();
        assertThat(server.verify(token).status()).isEqualTo(200);
        owner.pause();
        assertThat(code(send("GET", "/usage", null))).isEqualTo("api.paused");
        owner.resume();
        Eventually.await(
                "the calls are counted",
                Duration.ofSeconds(20),
                () -> data(send("GET", "/usage", null)).getInt("refused") == 1);

        JsonObject usage = data(send("GET", "/usage", null));
        assertThat(usage.getJsonArray("days")).hasSize(30);
        JsonObject today = usage.getJsonArray("days").getJsonObject(29);
        assertThat(today.getJsonObject("reasons").getInt("api.paused")).isEqualTo(1);
        assertThat(today.getInt("allowed")).isPositive();
        assertThat(usage.getString("lastCallAt")).startsWith(today.getString("day"));
        JsonObject callers = data(send("GET", "/usage/callers", null));
        assertThat(callers.isNull("nextCursor")).isTrue();
        assertThat(callers.getJsonArray("callers").getJsonObject(0).getString("address"))
                .isEqualTo("127.0.0.1");
        assertThat(data(api.get("/accounts/" + account.slug() + "/usage/callers"))
                        .getJsonArray("callers"))
                .as("the operator's")
                .hasSize(1);
    }

    @Test
    void readsManyCallersPageByPage() {
        allow();
        account.execute(
                "insert into usage_caller (account_id, seen_on, token_id, address, first_seen_at, last_seen_at,"
                        + " last_allowed_at, allowed, would_refuse, refused)"
                        + " select ?, current_date - n % 3, gen_random_uuid(), '2001:db8::' || to_hex(n),"
                        + " current_timestamp, current_timestamp, current_timestamp, 1, 0, 0"
                        + " from generate_series(1, 1100) n",
                account.id());
        List<String> seen = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonObject page = data(send("GET", "/usage/callers?cursor=" + cursor, null));
            page.getJsonArray("callers")
                    .forEach(each -> seen.add(each.asJsonObject().getString("address")));
            cursor = page.isNull("nextCursor") ? "" : page.getString("nextCursor");
            pages++;
        } while (!cursor.isEmpty());

        assertThat(pages).isEqualTo(3);
        assertThat(seen.stream().filter(address -> address.startsWith("2001:db8::")))
                .hasSize(1_100)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "MjAyNi0xMS0zMA", "%00", "%ED%A0%80", "////", "aaaaaaaaaaaaaaaaaaaa"})
    void refusesCursorsThatItHasNotGivenOut(String cursor) {
        allow();
        assertThat(send("GET", "/usage/callers?cursor=" + cursor, null).status())
                .isIn(400, 422);
    }

    @Test
    void isJudgedAsVerifyJudges() {
        allow();
        data(send("PUT", "/ip-whitelist/mode", "{'mode':'enforced'}"));
        Answer shutOut = send("GET", "/ip-whitelist", null);
        assertThat(shutOut.status()).isEqualTo(403);
        assertThat(shutOut.header("X-Refusal")).isEqualTo("address.not.whitelisted");
        assertThat(shutOut.header("X-Judged-Address")).isEqualTo("127.0.0.1");

        Answer none = Http.send("GET", server.address() + "/api/v1/webhooks", null);
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.header("X-Refusal")).isEqualTo("token.missing");
        assertThat(none.headers("WWW-Authenticate")).hasSize(1);
        assertThat(code(api.get("/webhooks"))).isEqualTo("key.not.accepted");
        owner.regenerate();
        assertThat(send("GET", "/webhooks", null).header("X-Refusal")).isEqualTo("token.unknown");
    }

    @Test
    void reachesNoOtherAccountAndNothingBeyond() {
        allow();
        TestAccount other = TestAccount.onShared();
        String there = data(api.post("/accounts/" + other.slug() + "/api/activation", null))
                .getString("authToken");
        other.signIn().postForm("/accounts/" + other.slug() + "/settings/general/api-management", "allowed", "yes");
        String entry = data(Http.send(
                        "POST",
                        server.address() + "/api/v1/ip-whitelist",
                        "{\"entries\":[\"10.0.0.0/8\"]}",
                        "X-Auth-Token",
                        there,
                        "Content-Type",
                        "application/json"))
                .getJsonArray("entries")
                .getJsonObject(0)
                .getString("id");

        assertThat(send("DELETE", "/ip-whitelist/" + entry, null).status()).isEqualTo(404);
        assertThat(send("DELETE", "/webhooks/" + entry, null).status()).isEqualTo(404);
        for (String path : List.of(
                "/accounts",
                "/accounts/" + account.slug(),
                "/accounts/" + account.slug() + "/ip-whitelist",
                "/accounts/" + other.slug() + "/ip-whitelist",
                "/metrics")) {
            assertThat(send("GET", path, null).status()).as(path).isEqualTo(401);
        }
        for (String path : List.of("/members", "/audit", "/api", "/ip-whitelistx", "/ip-whitelist/x/y")) {
            assertThat(send("GET", path, null).status()).as(path).isIn(404, 405);
        }
    }

    @Test
    void endsWithTheSwitch() {
        allow();
        data(send("GET", "/webhooks", null));
        assertThat(owner.postForm(owner.path("/settings/general/api-management"), "allowed", "no")
                        .status())
                .isEqualTo(303);
        assertThat(code(send("GET", "/webhooks", null))).isEqualTo("manage.by.api.off");
        assertThat(owner.postForm(owner.path("/settings/general/api-management"), "allowed", "perhaps")
                        .status())
                .isEqualTo(422);
    }

    private void allow() {
        assertThat(owner.postForm(owner.path("/settings/general/api-management"), "allowed", "yes")
                        .status())
                .isEqualTo(303);
    }

    private Answer send(String method, String path, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("X-Auth-Token", token));
        if (body != null) {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        String json = body == null ? null : body.replace('\'', '"');
        Answer answer = Http.send(method, server.address() + "/api/v1" + path, json, all.toArray(String[]::new));
        ApiSchemas.check(method, path, json, answer);
        return answer;
    }
}
