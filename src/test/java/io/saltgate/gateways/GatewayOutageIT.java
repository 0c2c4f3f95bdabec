package io.saltgate.gateways;

import static io.saltgate.gateways.Call.assertAllowed;
import static io.saltgate.gateways.Call.assertRefused;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.gate.Refusal;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** B78: whatever happens to Saltgate, every sample denies, in Saltgate's words, and allows again by itself. */
@Tag("alone")
class GatewayOutageIT {

    private static final Duration RECOVERY = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final Map<Gateway, Gateway.Running> gateways = new EnumMap<>(Gateway.class);
    private String token;

    @Test
    void deniesWhileSaltgateCanNotDecideHangsOrIsDead() throws IOException, SQLException {
        String database = TestDatabase.Postgres.createDatabase();
        try (EchoApi api = new EchoApi();
                SaltgateServer saltgate = SaltgateServer.configure()
                        .postgres(database)
                        .env("SALTGATE_GATEWAYS", "127.0.0.1")
                        .start()) {
            for (Gateway gateway : Gateway.values()) {
                gateways.put(gateway, gateway.start(folder, Map.of(), saltgate.port(), api.port()));
            }
            Console console = saltgate.signIn();
            console.enableApi();
            token = console.authToken();
            callAll().forEach((gateway, answer) -> assertAllowed(answer));

            allowConnections(database, false);
            Eventually.await(
                    "cannot.decide", RECOVERY, () -> saltgate.verify(token).status() == 503);
            assertAllDeny(api);
            assertDocumentedOnesDeny(saltgate);
            allowConnections(database, true);
            awaitAllAllow();

            saltgate.freeze();
            assertAllDeny(api);
            saltgate.thaw();
            awaitAllAllow();

            saltgate.kill9();
            assertAllDeny(api);
        } finally {
            gateways.values().forEach(Gateway.Running::close);
        }
    }

    private void assertAllDeny(EchoApi api) {
        int before = api.calls();
        long began = System.nanoTime();
        callAll().forEach((gateway, answer) -> {
            assertThat(answer.status()).as("%s: %s", gateway, answer).isEqualTo(503);
            assertRefused(answer, Refusal.CANNOT_DECIDE);
        });
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(api.calls()).isEqualTo(before);
    }

    private void assertDocumentedOnesDeny(SaltgateServer saltgate) {
        DocumentedGateway.Asked call =
                new DocumentedGateway.Asked("203.0.113.7", "GET", "/documents", List.of("X-Auth-Token: " + token));
        for (DocumentedGateway gateway : DocumentedGateway.values()) {
            Answer answer = gateway.ask(saltgate.port(), call);
            assertThat(answer.header("X-Refusal")).isEqualTo("cannot.decide");
            assertThat(gateway.allows(answer.status())).isFalse();
            assertThat(gateway.callerSees(answer.status())).isBetween(500, 503);
        }
    }

    private void awaitAllAllow() {
        Eventually.await(
                "allowed again",
                RECOVERY,
                () -> callAll().values().stream().allMatch(answer -> answer.status() == 200));
    }

    /** At the same time, since each may take as long as a gateway waits. */
    private Map<Gateway, Answer> callAll() {
        return List.copyOf(gateways.entrySet()).parallelStream()
                .collect(toMap(
                        Map.Entry::getKey,
                        each -> Call.at(each.getValue()).token(token).get("/documents")));
    }

    /** As far as Saltgate can see, the database is there or gone. */
    private static void allowConnections(String url, boolean allowed) throws SQLException {
        int slash = url.lastIndexOf('/');
        String name = url.substring(slash + 1);
        try (Connection connection =
                        DriverManager.getConnection(url.substring(0, slash) + "/postgres", "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("alter database " + name + " allow_connections " + allowed);
            if (!allowed) {
                statement.execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
            }
        }
    }
}
