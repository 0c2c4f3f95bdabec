package io.saltgate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.SaltgateServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
            Eventually.await("written", Duration.ofSeconds(20), () -> sum(server, REFUSALS) == 1);
            for (int i = 0; i < 199; i++) {
                assertThat(server.verify(token).status()).isEqualTo(200);
            }
            assertThat(server.verify("nonsense").status()).isEqualTo(401);

            server.stop();

            assertThat(sum(server, "select sum(calls) from usage_hour")).isEqualTo(200);
            assertThat(sum(server, "select sum(allowed) from usage_caller")).isEqualTo(200);
            assertThat(sum(server, REFUSALS)).isEqualTo(2);
        }
    }

    private static long sum(SaltgateServer server, String query) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
