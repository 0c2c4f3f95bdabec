package io.saltgate.api;

import static io.saltgate.testing.OperatorApi.code;
import static io.saltgate.testing.OperatorApi.data;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.OperatorApi;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many accounts by one call, on a running server. */
class AccountBatchesIT {

    private final OperatorApi api = OperatorApi.onShared();
    private final String mark = UUID.randomUUID().toString().substring(0, 8);

    @Test
    void createsChangesAndLeavesAlone() {
        String first = line("a", "Acme", ",'ownerEmail':'a@example.org'") + "," + line("b", "Beta", "");
        JsonArray created = send(first);
        assertThat(results(created)).containsExactly("created", "created");
        assertThat(created.getJsonObject(0).getString("invitationLink")).contains("/invitation/");
        assertThat(created.getJsonObject(1).containsKey("invitationLink")).isFalse();
        String id = created.getJsonObject(0).getJsonObject("account").getString("id");

        JsonArray again = send(first);
        assertThat(results(again)).containsExactly("unchanged", "unchanged");
        assertThat(again.getJsonObject(0).getJsonObject("account").getString("id"))
                .isEqualTo(id);
        assertThat(again.getJsonObject(0).containsKey("invitationLink")).isFalse();

        JsonArray changed = send(line("a", "Acme 2", ",'suspended':true") + ","
                + line("b", "Beta", ",'ownerEmail':'b@example.org'") + "," + line("c", "Gamma", ",'suspended':true"));
        assertThat(results(changed)).containsExactly("changed", "changed", "created");
        JsonObject renamed = changed.getJsonObject(0).getJsonObject("account");
        assertThat(renamed.getString("name")).isEqualTo("Acme 2");
        assertThat(renamed.getBoolean("suspended")).isTrue();
        assertThat(changed.getJsonObject(1).getString("invitationLink")).contains("/invitation/");
        assertThat(changed.getJsonObject(2).getJsonObject("account").getBoolean("suspended"))
                .isTrue();
    }

    @Test
    void aLineThatFailsLeavesTheOthers() {
        String closed = send(line("closed", "Closed", ""))
                .getJsonObject(0)
                .getJsonObject("account")
                .getString("slug");
        data(api.send("DELETE", "/accounts/" + closed, null));

        JsonArray results = send(line("x", "X", "") + ",'no object'," + line("x", "X again", "") + ","
                + line("y", "", "") + "," + line("y", "Y", ",'ownerEmail':'nobody'") + ","
                + line("z z", "Z", "") + "," + line("closed", "Closed", "") + ","
                + line("w", "W\\u0000", "") + "," + line("v", "V", ",'slug':'v'") + "," + line("u", "U", ""));

        assertThat(results(results))
                .containsExactly(
                        "created",
                        "field.type.wrong",
                        "external.id.repeated",
                        "name.invalid",
                        "owner.email.invalid",
                        "external.id.invalid",
                        "account.closed",
                        "name.invalid",
                        "field.unknown",
                        "created");
    }

    @Test
    void ofTwoBatchesAtOnceEachAccountIsCreatedOnce() throws Exception {
        String lines = IntStream.range(0, 120)
                .mapToObj(i -> line("p" + i, "Parallel " + i, ",'ownerEmail':'p@example.org'"))
                .collect(Collectors.joining(","));
        List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
        AtOnce.run(Collections.nCopies(4, () -> answers.add(api.post("/account-batches", body(lines)))));

        List<String> words = answers.stream()
                .flatMap(answer -> results(data(answer).getJsonArray("accounts")).stream())
                .toList();
        assertThat(words).filteredOn("created"::equals).hasSize(120);
        assertThat(words).filteredOn("unchanged"::equals).hasSize(360);
    }

    @Test
    void createsAThousandWithOwnersInOneCall() {
        String lines = IntStream.range(0, 1_000)
                .mapToObj(i -> line("m" + i, "Many of " + mark + " " + i, ",'ownerEmail':'m@example.org'"))
                .collect(Collectors.joining(","));
        assertThat(results(send(lines))).hasSize(1_000).containsOnly("created");
        assertThat(results(send(lines))).hasSize(1_000).containsOnly("unchanged");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{'accounts':[]}", "{'accounts':{}}", "{'accounts':null}", "{'accounts':[],'x':1}", "[]"})
    void refusesWhatIsNoBatch(String body) {
        assertThat(api.post("/account-batches", body).status()).isEqualTo(422);
    }

    @Test
    void refusesMoreThanAThousandLines() {
        String lines = String.join(",", Collections.nCopies(1_001, "1"));
        assertThat(code(api.post("/account-batches", body(lines)))).isEqualTo("accounts.count");
        assertThat(api.get("/account-batches").status()).isEqualTo(405);
    }

    private JsonArray send(String lines) {
        return data(api.post("/account-batches", body(lines))).getJsonArray("accounts");
    }

    private static String body(String lines) {
        return "{'accounts':[" + lines + "]}";
    }

    private String line(String id, String name, String more) {
        return "{'externalId':'" + mark + "-" + id + "','name':'" + name + "'" + more + "}";
    }

    /** By line, what was done, or the code of what stood against it. */
    private static List<String> results(JsonArray accounts) {
        return accounts.getValuesAs(JsonObject.class).stream()
                .map(each -> each.getString("result").equals("failed")
                        ? each.getJsonArray("messages").getJsonObject(0).getString("code")
                        : each.getString("result"))
                .toList();
    }
}
