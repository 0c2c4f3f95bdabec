package io.saltgate.api;

import static io.saltgate.testing.OperatorApi.code;
import static io.saltgate.testing.OperatorApi.data;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.SaltgateServer;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** C20: a whole list replaced by one call on a running server, which first can be tried. */
class WhitelistReplacementIT {

    private final SaltgateServer server = SaltgateServer.shared();
    private final OperatorApi api = OperatorApi.onShared();
    private final String slug = "r" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void tellsWhatItWouldDoAndThenDoesThat() {
        activate();
        data(
                api.post(
                        path(""),
                        "{'entries':['10.0.0.0/8',{'address':'192.0.2.0/24','label':'old'},{'address':'2001:db8::1','label':'same'}]}"));
        String before = api.get(path("")).body();
        String wanted =
                "{'entries':['10.1.0.0/16',{'address':'192.0.2.0/24','label':'new','expiresAt':'2098-01-31T12:00:00Z'},"
                        + "{'address':'2001:DB8::1','label':'same'}]}";

        JsonObject plan = data(put("?dryRun=true", wanted));

        assertThat(plan.getBoolean("dryRun")).isTrue();
        assertThat(plan.getString("mode")).isEqualTo("off");
        assertThat(addresses(plan, "added")).containsExactly("10.1.0.0/16");
        assertThat(addresses(plan, "removed")).containsExactly("10.0.0.0/8");
        assertThat(addresses(plan, "changed")).containsExactly("192.0.2.0/24");
        JsonObject change = plan.getJsonArray("changed").getJsonObject(0);
        assertThat(change.getString("label")).isEqualTo("new");
        assertThat(change.getString("expiresAt")).isEqualTo("2098-01-31T12:00:00Z");
        assertThat(change.getJsonObject("before").getString("label")).isEqualTo("old");
        assertThat(change.getJsonObject("before").isNull("expiresAt")).isTrue();
        assertThat(plan.getInt("unchanged")).isEqualTo(1);
        assertThat(api.get(path("")).body()).as("nothing was done").isEqualTo(before);

        JsonObject done = data(put("", wanted));

        assertThat(done.getBoolean("dryRun")).isFalse();
        assertThat(done.getJsonArray("changed")).isEqualTo(plan.getJsonArray("changed"));
        assertThat(addresses(data(api.get(path(""))), "entries"))
                .containsExactlyInAnyOrder("192.0.2.0/24", "2001:db8::1", "10.1.0.0/16");
        JsonObject again = data(put("?dryRun=false", wanted));
        assertThat(again.getInt("unchanged")).isEqualTo(3);
        assertThat(again.getJsonArray("added")).isEmpty();
    }

    @Test
    void refusesToShutOutEveryoneWhoCallsUnlessToldTo() {
        String token = activate();
        data(api.post(path(""), "{'entries':['127.0.0.0/8']}"));
        data(api.send("PUT", path("/mode"), "{'mode':'enforced'}"));
        assertThat(server.verify(token).status()).isEqualTo(200);
        Eventually.await(
                "the call is counted",
                Duration.ofSeconds(20),
                () -> data(put("?dryRun=true", "{'entries':['10.0.0.0/8']}")).getInt("shutOutCalls") == 1);

        JsonObject plan = data(put("?dryRun=true", "{'entries':['10.0.0.0/8']}"));
        assertThat(plan.getBoolean("shutsOutAll")).isTrue();
        assertThat(plan.getInt("shutOutAddresses")).isEqualTo(1);
        JsonObject caller = plan.getJsonArray("shutOut").getJsonObject(0);
        assertThat(caller.getString("address")).isEqualTo("127.0.0.1");
        assertThat(caller.getInt("calls")).isEqualTo(1);

        for (String entries : List.of("['10.0.0.0/8']", "[]")) {
            for (String force : List.of("", ",'force':false")) {
                Answer refused = put("", "{'entries':" + entries + force + "}");
                assertThat(refused.status()).isEqualTo(409);
                assertThat(code(refused)).isEqualTo("whitelist.shuts.out.all");
                assertThat(refused.body()).contains("1 calls from 1 addresses");
            }
        }
        assertThat(server.verify(token).status()).isEqualTo(200);

        assertThat(data(put("", "{'entries':['10.0.0.0/8','127.0.0.1']}")).getBoolean("shutsOutAll"))
                .isFalse();
        assertThat(server.verify(token).status()).isEqualTo(200);
        data(put("", "{'entries':['10.0.0.0/8'],'force':true}"));
        assertThat(server.verify(token).header("X-Refusal")).isEqualTo("address.not.whitelisted");
        data(put("", "{'entries':['10.0.0.0/8','127.0.0.1']}"));
        assertThat(server.verify(token).status()).isEqualTo(200);
    }

    @Test
    void emptiesAListThatIsNotEnforcedUnasked() {
        activate();
        data(api.post(path(""), "{'entries':['127.0.0.0/8']}"));

        assertThat(addresses(data(put("", "{'entries':[]}")), "removed")).containsExactly("127.0.0.0/8");
        assertThat(data(api.get(path(""))).getJsonArray("entries")).isEmpty();
    }

    @Test
    void takesTenThousandEntriesInOneCallAndNotOneMore() {
        activate();

        assertThat(data(put("", numbered(0, 10_000))).getJsonArray("added")).hasSize(10_000);
        assertThat(code(put("", numbered(0, 10_001)))).isEqualTo("whitelist.full");
        JsonObject done = data(put("", numbered(5_000, 15_000)));

        assertThat(done.getJsonArray("added")).hasSize(5_000);
        assertThat(done.getJsonArray("removed")).hasSize(5_000);
        assertThat(done.getInt("unchanged")).isEqualTo(5_000);
        assertThat(data(api.get(path(""))).getJsonArray("entries")).hasSize(10_000);
    }

    @Test
    void doesNothingOfACallThatIsNotRight() {
        assertThat(code(newAccountPut("{'entries':[]}"))).isEqualTo("api.off");
        assertThat(code(put("?dryRun=true", "{'entries':[]}"))).isEqualTo("api.off");
        data(api.post("/accounts/" + slug + "/api/activation", null));
        data(api.post(path(""), "{'entries':['192.0.2.1']}"));
        String before = api.get(path("")).body();

        assertThat(code(put("?dryrun=true", "{'entries':[]}"))).isEqualTo("query.unknown");
        assertThat(code(put("?dryRun=yes", "{'entries':[]}"))).isEqualTo("dry.run.invalid");
        assertThat(code(put("?dryRun=true&dryRun=false", "{'entries':[]}"))).isEqualTo("dry.run.invalid");
        assertThat(code(put("", "{}"))).isEqualTo("field.missing");
        assertThat(code(put("", "{'entries':[],'force':'true'}"))).isEqualTo("field.type.wrong");
        assertThat(code(put("", "{'entries':[],'mode':'off'}"))).isEqualTo("field.unknown");
        Answer bad = put("", "{'entries':['10.0.0.1/8','10.0.0.1\u200b','\u00a010.0.0.2']}");
        assertThat(bad.status()).isEqualTo(422);
        assertThat(bad.body())
                .contains("whitelist.range.host.bits", "whitelist.range.invisible", "U+200B")
                .doesNotContain("10.0.0.2");
        assertThat(api.get(path("")).body()).isEqualTo(before);
    }

    private Answer newAccountPut(String body) {
        data(api.post("/accounts", "{'name':'Account " + slug + "','slug':'" + slug + "'}"));
        return put("", body);
    }

    private String activate() {
        data(api.post("/accounts", "{'name':'Account " + slug + "','slug':'" + slug + "'}"));
        return data(api.post("/accounts/" + slug + "/api/activation", null)).getString("authToken");
    }

    private Answer put(String query, String body) {
        return api.send("PUT", path(query), body);
    }

    private String path(String more) {
        return "/accounts/" + slug + "/ip-whitelist" + more;
    }

    private static List<String> addresses(JsonObject data, String name) {
        return data.getJsonArray(name).getValuesAs(JsonObject.class).stream()
                .map(entry -> entry.getString("address"))
                .toList();
    }

    private static String numbered(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{'address':'10." + i / 65536 + "." + i / 256 % 256 + "." + i % 256
                        + "','label':'vendor list " + i + "','expiresAt':'2098-01-31T12:00:00Z'}")
                .collect(Collectors.joining(",", "{'entries':[", "]}"));
    }
}
