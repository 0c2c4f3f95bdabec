package io.saltgate.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Eventually;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a node says of itself while it runs, and when it is asked to end. */
class RunningNodeIT {

    @Test
    void writesJsonTellsItsHealthAndDrainsBeforeItEnds() throws Exception {
        try (SaltgateServer server = SaltgateServer.configure()
                .env("SALTGATE_LOG_FORMAT", "json")
                .env("SALTGATE_DRAIN", "PT6S")
                .env("SALTGATE_GATE_BOUND", "PT30S")
                .start()) {
            for (String health : new String[] {"started", "ready", "live"}) {
                assertThat(Http.get(server.address() + "/health/" + health).body())
                        .isEqualTo("{\"status\":\"UP\"}");
            }
            assertThat(server.log())
                    .contains(
                            "\"logger\":\"io.saltgate.platform.start.Startup\",\"message\":\"Checking the database ...\"}")
                    .contains("\"level\":\"warning\",\"logger\":\"io.saltgate.platform.start.StartReport\"")
                    .contains("saltgate.gate.bound is PT30S");

            Thread stop = new Thread(server::stop);
            stop.start();
            Eventually.await(
                    "not ready",
                    Duration.ofSeconds(3),
                    () -> Http.get(server.address() + "/health/ready").status() == 503);
            assertThat(Http.get(server.address() + "/health/live").status()).isEqualTo(200);
            assertThat(server.verify("sg_x").status()).isEqualTo(401);
            stop.join();
            assertThat(server.isAlive()).isFalse();
            assertThat(server.log()).contains("is asked to end");
        }
    }
}
