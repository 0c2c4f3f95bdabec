package io.saltgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gate and the console say while PostgreSQL is gone, and that both recover by themselves. */
@Tag("alone")
class OutageIT {

    private static final Duration RECOVERY = Duration.ofSeconds(20);

    @TempDir
    private Path data;

    @Test
    void refusesToDecideWithoutADatabaseAndRecovers() throws IOException {
        EmbeddedPostgres postgres = start(0);
        try (SaltgateServer server =
                SaltgateServer.configure().postgres(url(postgres)).start()) {
            Console owner = server.signIn();
            owner.enableApi();
            String token = owner.authToken();
            assertThat(server.verify(token).status()).isEqualTo(200);

            postgres.close();
            Eventually.await(
                    "cannot.decide",
                    Duration.ofSeconds(5),
                    () -> server.verify(token).status() == 503);
            assertCannotDecide(server.verify(token));
            assertThat(server.verify(null).header("X-Refusal")).isEqualTo("token.missing");
            assertThat(server.verify("x").header("X-Refusal")).isEqualTo("token.malformed");
            assertThat(Http.get(server.address() + "/health/ready").status()).isEqualTo(503);
            assertThat(Http.get(server.address() + "/health/live").status()).isEqualTo(200);
            assertFailsInOurWords(owner.apiPage());

            postgres = start(postgres.getPort());
            Eventually.await(
                    "allowed again", RECOVERY, () -> server.verify(token).status() == 200);
            Eventually.await(
                    "ready again",
                    RECOVERY,
                    () -> Http.get(server.address() + "/health/ready").status() == 200);
            assertThat(owner.apiPage().status()).isEqualTo(200);
            owner.regenerate();
            assertThat(server.verify(token).header("X-Refusal")).isEqualTo("token.unknown");
            assertThat(server.verify(owner.authToken()).status()).isEqualTo(200);
        } finally {
            postgres.close();
        }
    }

    private static void assertCannotDecide(Answer answer) {
        assertThat(answer.header("X-Refusal")).isEqualTo("cannot.decide");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.body()).startsWith("{\"status\":0,\"messages\":[{\"code\":\"cannot.decide\"");
        assertThat(answer.headers()).doesNotContainKeys("Set-Cookie", "X-Account-Id", "WWW-Authenticate");
    }

    private static void assertFailsInOurWords(Answer page) {
        assertThat(page.status()).isEqualTo(503);
        assertThat(page.body()).contains("Saltgate").doesNotContain("Exception", "at io.", "postgresql", "Payara");
        assertThat(page.header("Retry-After")).isEqualTo("1");
        assertThat(page.headers("Set-Cookie")).isEmpty();
    }

    private EmbeddedPostgres start(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data.resolve("postgres"))
                .setCleanDataDirectory(false)
                .start();
    }

    private static String url(EmbeddedPostgres postgres) {
        return "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres";
    }
}
