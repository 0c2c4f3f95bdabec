package io.saltgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Http;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.TestAccount;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Receipts of changes, from the answers that carry them to the questions that bring them. */
class ReceiptsIT {

    private static final Pattern RECEIPT = Pattern.compile("[0-9A-Za-z_-]{75}");
    private static final Pattern ON_PAGE = Pattern.compile("id=\"receipt\"[^>]* value=\"([^\"]+)\"");

    private final OperatorApi api = OperatorApi.onShared();
    private final TestAccount account = TestAccount.onShared();
    private final String path = "/accounts/" + account.slug();

    @Test
    void everyLifecycleChangeOfTheApiCarriesOne() {
        Answer activation = api.post(path + "/api/activation", null);
        List<Answer> answers = List.of(
                activation,
                api.post(path + "/api/token/rotation", "{'keepOldFor':'PT1H'}"),
                api.post(path + "/api/pause", null),
                api.post(path + "/api/resumption", null),
                api.post(path + "/ip-whitelist", "{'entries':['192.0.2.0/24']}"),
                api.send("PUT", path + "/ip-whitelist/mode", "{'mode':'reportOnly'}"),
                api.send("PUT", path + "/ip-whitelist", "{'entries':['198.51.100.7']}"),
                api.send("PATCH", path, "{'suspended':true}"),
                api.send("PATCH", path, "{'suspended':false}"),
                api.post(path + "/api/deactivation", null));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).as("%s", answer).isBetween(200, 299);
            assertThat(answer.header("X-Saltgate-Change")).matches(RECEIPT);
        });
        assertThat(answers.stream()
                        .map(answer -> answer.header("X-Saltgate-Change"))
                        .distinct())
                .hasSameSizeAs(answers);
        assertThat(api.post(path + "/api/pause", null).headers("X-Saltgate-Change"))
                .as("what failed")
                .isEmpty();
        assertThat(api.get(path).headers("X-Saltgate-Change"))
                .as("what only reads")
                .isEmpty();
    }

    @Test
    void aQuestionWithOneIsJudgedByAStateAsNew() {
        String token =
                OperatorApi.data(api.post(path + "/api/activation", null)).getString("authToken");
        assertThat(verify(token).status()).isEqualTo(200);
        String paused = api.post(path + "/api/pause", null).header("X-Saltgate-Change");

        Answer answer = verify(token, "X-Saltgate-After", paused);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("X-Refusal")).isEqualTo("api.paused");
        String resumed = api.post(path + "/api/resumption", null).header("X-Saltgate-Change");
        assertThat(verify(token, "X-Saltgate-After", resumed).status()).isEqualTo(200);
        assertThat(verify(token, "X-Saltgate-After", " \t" + paused + " ").status())
                .as("older than the state")
                .isEqualTo(200);
    }

    @Test
    void refusesAtOnceWhatIsNoReceipt() {
        Answer activation = api.post(path + "/api/activation", null);
        String token = OperatorApi.data(activation).getString("authToken");
        String own = activation.header("X-Saltgate-Change");
        String foreign = api.post("/accounts/" + TestAccount.onShared().slug() + "/api/activation", null)
                .header("X-Saltgate-Change");

        for (String unknown : List.of("", "forged", own.substring(0, 74) + "!", foreign, own + "," + own, "\u00e4")) {
            Answer answer = verify(token, "X-Saltgate-After", unknown);

            assertThat(answer.status()).as(unknown).isEqualTo(503);
            assertThat(answer.header("X-Refusal")).isEqualTo("receipt.unknown");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.body()).startsWith("{\"status\":0,\"messages\":[{\"code\":\"receipt.unknown\",");
        }
        assertThat(verify(token, "X-Saltgate-After", own, "X-Saltgate-After", own)
                        .header("X-Refusal"))
                .as("two")
                .isEqualTo("receipt.unknown");
        assertThat(api.server().verify(null, "X-Saltgate-After", "forged").header("X-Refusal"))
                .as("the token first")
                .isEqualTo("token.missing");
        api.post(path + "/api/token/rotation", null);
        assertThat(verify(token, "X-Saltgate-After", "forged").header("X-Refusal"))
                .as("the token first")
                .isEqualTo("token.unknown");
    }

    /** The servlet answers what hangs behind {@code /verify}; the valve, where there is one, {@code /verify} alone. */
    @Test
    void bothWaysThatAnswerKnowThem() {
        Answer activation = api.post(path + "/api/activation", null);
        String token = OperatorApi.data(activation).getString("authToken");
        for (String asked : List.of("/verify", "/verify/documents/7")) {
            assertThat(Http.get(
                                    api.server().address() + asked,
                                    "X-Auth-Token",
                                    token,
                                    "X-Saltgate-After",
                                    activation.header("X-Saltgate-Change"))
                            .status())
                    .isEqualTo(200);
            assertThat(Http.get(api.server().address() + asked, "X-Auth-Token", token, "X-Saltgate-After", "forged")
                            .header("X-Refusal"))
                    .isEqualTo("receipt.unknown");
        }
    }

    @Test
    void thePageAfterAChangeShowsOneOnce() {
        Console owner = account.signIn();
        owner.enableApi();
        String token = owner.authToken();
        owner.apiPage();
        owner.pause();
        String receipt = shown(owner.apiPage());

        assertThat(verify(token, "X-Saltgate-After", receipt).header("X-Refusal"))
                .isEqualTo("api.paused");
        assertThat(owner.apiPage().body()).doesNotContain("id=\"receipt\"");
        owner.addToWhitelist("192.0.2.0/24");
        assertThat(shown(owner.whitelistPage())).matches(RECEIPT).isNotEqualTo(receipt);
        assertThat(owner.whitelistPage().body()).doesNotContain("id=\"receipt\"");
        owner.disable();
        assertThat(shown(owner.apiPage())).matches(RECEIPT);
    }

    private static String shown(Answer page) {
        Matcher receipt = ON_PAGE.matcher(page.body());
        assertThat(receipt.find()).as(page.body()).isTrue();
        return receipt.group(1);
    }

    private Answer verify(String token, String... headers) {
        return api.server().verify(token, headers);
    }
}
