package io.saltgate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.SaltgateServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UsageStopIT {

    private static final String REFUSALS = "select count(*) from usage_refusal";

    @Test
    void aServerThatIsStoppedHasWrittenWhatItSaw() {
        try (SaltgateServer server = SaltgateServer.configure().postgres().start()) {
            Console console = server.signIn();
            console.enableApi();
            String token = console.authToken();
            // What has never been written before can't be at the end: the server loads no class any more.
            server.verify(token);
            server.verify("nonsense");
            Eventually.await("written", Duration.ofSeconds(20), () -> server.queryNumber(REFUSALS) == 1);
            for (int i = 0; i < 199; i++) {
                assertThat(server.verify(token).status()).isEqualTo(200);
            }
            assertThat(server.verify("nonsense").status()).isEqualTo(401);

            server.stop();

            assertThat(server.queryNumber("select sum(calls) from usage_hour")).isEqualTo(200);
            assertThat(server.queryNumber("select sum(allowed) from usage_caller"))
                    .isEqualTo(200);
            assertThat(server.queryNumber(REFUSALS)).isEqualTo(2);
        }
    }
}
