package io.saltgate.webhooks.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.team.Role;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.Receiver;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The event types that the operator describes, on the pages of an account. */
class EventTypesIT {

    private static final String TYPES = """
            [{"type": "document.completed", "description": "All signers <have> signed.", "example": {"pages": 3}},
             {"type": "document.declined", "description": "Someone declined.", "example": {"reason": "Typo"}}]""";

    private static final String PAGE = "/settings/webhooks/event-types";

    @TempDir
    private Path folder;

    @Test
    void areListedOfferedAndTested() throws Exception {
        Path file = Files.writeString(folder.resolve("types.json"), TYPES);
        try (Receiver receiver = Receiver.start(Receiver.ok());
                SaltgateServer server = SaltgateServer.configure()
                        .postgres()
                        .env("SALTGATE_EVENT_TYPES", file.toString())
                        .env("SALTGATE_OPERATOR_KEY", SaltgateServer.OPERATOR_KEY)
                        .start()) {
            TestAccount account = TestAccount.on(server);
            Console owner = account.signIn();
            owner.enableApi();
            list(owner);
            String endpoint = addByTicking(owner, receiver);
            test(owner, receiver, endpoint);
            seeWhatCame(owner, account, server);
            Console auditor = account.signInAs(Role.AUDITOR);
            assertThat(auditor.get(auditor.path(PAGE)).status()).isEqualTo(200);
        }
    }

    private static void list(Console owner) {
        assertThat(owner.get(owner.path("/settings/webhooks")).body()).contains("/settings/webhooks/event-types");
        Answer page = owner.get(owner.path(PAGE));
        assertThat(page.text()).contains("document.completed", "document.declined", "None lately");
        assertThat(page.body()).contains("All signers &lt;have&gt; signed.");
        assertThat(page.body()).doesNotContain("&quot;pages&quot;");

        Answer example = owner.get(owner.path(PAGE + "?type=document.completed"));
        assertThat(example.body()).contains("&quot;pages&quot;: 3", "&quot;type&quot;: &quot;document.completed&quot;");
        for (String unknown : new String[] {"?type=no.such", "?type=%00", "?type=%3Cscript%3E", "?type=&type=x"}) {
            assertThat(owner.get(owner.path(PAGE + unknown)).status())
                    .as(unknown)
                    .isEqualTo(200);
        }
    }

    private static String addByTicking(Console owner, Receiver receiver) {
        String url = "http://127.0.0.1:" + receiver.port() + "/hooks";
        Answer refused = owner.postForm(
                owner.path("/settings/webhooks/endpoints"),
                "url",
                "",
                "type",
                "document.declined",
                "types",
                "billing.*");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body())
                .as("what was ticked and typed stays, each in its place")
                .containsPattern("value=\"document.declined\"[^>]*checked")
                .doesNotContainPattern("value=\"document.completed\"[^>]*checked")
                .containsPattern("<textarea[^>]*>billing\\.\\*</textarea>");

        Answer added = owner.postForm(
                owner.path("/settings/webhooks/endpoints"),
                "url",
                url,
                "type",
                "document.completed",
                "type",
                "document.declined",
                "types",
                "billing.*");
        String endpoint = added.location();
        assertThat(owner.get(endpoint).body())
                .containsPattern("value=\"document.completed\"[^>]*checked")
                .containsPattern("value=\"document.declined\"[^>]*checked")
                .containsPattern("<textarea[^>]*>billing\\.\\*</textarea>");
        return endpoint;
    }

    private static void test(Console owner, Receiver receiver, String endpoint) {
        assertThat(owner.get(endpoint).body()).contains("<option value=\"document.declined\">");
        owner.postForm(endpoint + "/test", "type", "document.declined");
        Eventually.await(
                "the test event",
                Duration.ofSeconds(20),
                () -> !receiver.requests().isEmpty());
        assertThat(new String(receiver.requests().getFirst().body(), UTF_8))
                .startsWith("{\"reason\":\"Typo\",\"type\":\"document.declined\"");
    }

    private static void seeWhatCame(Console owner, TestAccount account, SaltgateServer server) {
        OperatorApi api = new OperatorApi(server, SaltgateServer.OPERATOR_KEY);
        Answer sent = api.post(
                "/accounts/" + account.slug() + "/events", "{'type':'invoice.paid','documentId':'d','payload':{}}");
        assertThat(sent.status()).isEqualTo(202);
        Answer page = owner.get(owner.path(PAGE));
        assertThat(page.text()).contains("invoice.paid", "No description");
        assertThat(owner.get(owner.path("/settings/webhooks/deliveries")).body())
                .contains("<option value=\"invoice.paid\">", "<option value=\"document.completed\">");
    }
}
