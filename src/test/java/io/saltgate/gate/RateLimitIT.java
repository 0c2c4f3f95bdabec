package io.saltgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.SaltgateServer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A limit that the operator set, at the gate of a running server. */
@Tag("alone")
class RateLimitIT {

    private static final String HOME = "203.0.113.7";
    private static final String STRANGER = "198.51.100.66";

    @Test
    void limitsAnAccountsCallsAndNoStrangerUsesThemUp() {
        try (SaltgateServer server = SaltgateServer.configure()
                .env("SALTGATE_RATE_LIMIT", "1")
                .env("SALTGATE_RATE_BURST", "20")
                .env("SALTGATE_GATEWAYS", "127.0.0.1")
                .start()) {
            Console owner = server.signIn();
            owner.enableApi();
            String token = owner.authToken();
            owner.addToWhitelist(HOME);
            owner.setMode("ENFORCED");
            for (int i = 0; i < 60; i++) {
                assertThat(call(server, token, STRANGER).header("X-Refusal")).isEqualTo("address.not.whitelisted");
            }
            owner.pause();
            for (int i = 0; i < 60; i++) {
                assertThat(call(server, token, HOME).header("X-Refusal")).isEqualTo("api.paused");
            }
            owner.resume();

            int passed = 0;
            Answer answer = call(server, token, HOME);
            for (; answer.status() == 200; answer = call(server, token, HOME)) {
                passed++;
                assertThat(passed).isLessThan(500);
            }

            assertThat(passed).isGreaterThanOrEqualTo(20);
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("X-Refusal")).isEqualTo("rate.limited");
            assertThat(answer.header("X-Judged-Address")).isEqualTo(HOME);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.headers()).doesNotContainKeys("X-Account-Id", "Set-Cookie", "WWW-Authenticate");
            assertThat(answer.body()).startsWith("{\"status\":0,\"messages\":[{\"code\":\"rate.limited\",");
            assertThat(call(server, token, STRANGER).header("X-Refusal"))
                    .as("in the contract's order")
                    .isEqualTo("address.not.whitelisted");
            Eventually.await(
                    "the next call",
                    Duration.ofSeconds(5),
                    () -> call(server, token, HOME).status() == 200);
        }
    }

    private static Answer call(SaltgateServer server, String token, String address) {
        return server.verify(token, "X-Forwarded-For", address);
    }
}
