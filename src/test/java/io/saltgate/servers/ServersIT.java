package io.saltgate.servers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.Http;
import io.saltgate.testing.Receiver;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tells the product's story on each server, as {@code bin/run --server} sets it up: {@code bin/test --servers}. */
@Tag("servers")
@Tag("alone")
class ServersIT {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("io.saltgate.servers.ServedSaltgate#servers")
    void goesFromTheFirstRunToAllowedCallsAndKeepsWhatWasSaid(String server) throws Exception {
        try (ServedSaltgate saltgate = new ServedSaltgate(server, Path.of(""), folder)) {
            saltgate.start();
            assertThat(Http.get(saltgate.address() + "/health/ready").status()).isEqualTo(200);
            Console owner = saltgate.firstRun();
            owner.enableApi();
            String token = owner.authToken();
            assertVerifies(saltgate, owner, token);
            assertGuardsItsPages(saltgate, owner);
            assertEnforcesTheWhitelist(owner, token);
            assertDeliversAWebhook(owner);
            owner.pause();
            assertThat(owner.verify(token).header("X-Refusal")).isEqualTo("api.paused");
            owner.resume();
            owner.regenerate();
            String next = owner.authToken();

            saltgate.stop();
            saltgate.start();

            assertThat(owner.verify(token).header("X-Refusal")).isEqualTo("token.unknown");
            assertThat(owner.verify(next).status()).isEqualTo(200);
            Console again = Console.at(saltgate).signIn(ServedSaltgate.EMAIL, ServedSaltgate.PASSWORD);
            again.disable();
            assertThat(again.verify(next).header("X-Refusal")).isEqualTo("token.unknown");
            saltgate.stop();
        }
    }

    private static void assertVerifies(ServedSaltgate saltgate, Console owner, String token) {
        assertThat(owner.verify(token).header("X-Account-Slug")).isEqualTo("acme");
        assertThat(owner.verify("sg_wrong").status()).isEqualTo(401);
        assertThat(owner.verify(null).status()).isEqualTo(401);
        String head = "GET /verify/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Name: M\u00fcller\r\n";
        assertThat(raw(saltgate, head + "X-Auth-Token: wrong").status()).isBetween(400, 499);
        assertThat(raw(saltgate, head.replace("/verify/%zz", "//verify/%zz")).status())
                .isBetween(400, 499);
        String plain = head.replace("/%zz", "");
        assertThat(raw(saltgate, plain + "X-Long: " + "a".repeat(24_000) + "\r\nX-Auth-Token: " + token)
                        .status())
                .isEqualTo(200);
    }

    private static Answer raw(ServedSaltgate saltgate, String head) {
        return Http.sendRaw(saltgate.port(), (head.strip() + "\r\n\r\n").getBytes(ISO_8859_1));
    }

    private static void assertGuardsItsPages(ServedSaltgate saltgate, Console owner) {
        Console stranger = Console.at(saltgate);
        assertThat(stranger.get(stranger.path("/settings/api")).status()).isEqualTo(303);
        assertThat(owner.apiPage().status()).isEqualTo(200);
        assertThat(owner.post(owner.path("/settings/api/deactivation")).status())
                .as("without the session's token")
                .isEqualTo(403);
        assertThat(owner.get("/no/such/page").status()).isEqualTo(404);
        assertThat(Http.get(saltgate.address() + "/api/v1/accounts").status()).isEqualTo(401);
        assertThat(Http.get(
                                saltgate.address() + "/api/v1/accounts",
                                "Authorization",
                                "Bearer " + ServedSaltgate.OPERATOR_KEY)
                        .body())
                .contains("\"acme\"");
    }

    private static void assertEnforcesTheWhitelist(Console owner, String token) {
        owner.addToWhitelist("198.51.100.7");
        owner.setMode("ENFORCED");
        assertThat(owner.verify(token).header("X-Refusal")).isEqualTo("address.not.whitelisted");
        owner.addToWhitelist("127.0.0.1", "here");
        assertThat(owner.verify(token).status()).isEqualTo(200);
        owner.setMode("OFF");
    }

    private static void assertDeliversAWebhook(Console owner) {
        try (Receiver receiver = Receiver.start(Receiver.ok())) {
            String endpoint = addEndpoint(owner, receiver);
            assertThat(owner.postForm(endpoint + "/test").status()).isEqualTo(303);
            Eventually.await(
                    "a webhook is delivered",
                    Duration.ofSeconds(60),
                    () -> !receiver.requests().isEmpty());
            assertThat(receiver.requests().getFirst().header("webhook-signature"))
                    .isPresent();
        }
    }

    /** Gives the endpoint's path. */
    static String addEndpoint(Console owner, Receiver receiver) {
        String url = "http://127.0.0.1:" + receiver.port() + "/hooks";
        String location = owner.postForm(
                        owner.path("/settings/webhooks/endpoints"), "url", url, "types", "", "description", "")
                .location();
        return location.substring(location.indexOf("/accounts"));
    }
}
