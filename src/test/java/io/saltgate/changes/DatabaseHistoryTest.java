package io.saltgate.changes;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Eventually;
import io.saltgate.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database that was restored is not trusted before someone accepts it, whatever is done in it meanwhile. */
class DatabaseHistoryTest {

    private static final UUID EPOCH = new UUID(1, 1);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void staysClosedThoughTheDatabaseCatchesUp(TestDatabase kind) throws SQLException {
        try (TestDatabase.Opened database = kind.create()) {
            DatabaseHistory node = new DatabaseHistory(database.dataSource(), folder);
            assertThat(node.judge(EPOCH, 5)).isEmpty();
            assertThat(node.judge(EPOCH, 5)).isEmpty();
            Optional<String> closed = node.judge(EPOCH, 3);
            assertThat(closed).isPresent();
            assertThat(node.judge(EPOCH, 5))
                    .as("after two changes in it, in the same sentence: one line in the log")
                    .isEqualTo(closed);
            assertThat(node.judge(EPOCH, 50)).as("and many more").isPresent();
            assertThat(node.restored()).hasValue(new DatabaseHistory.Change(EPOCH, 3));
            assertThat(node.seen()).hasValue(new DatabaseHistory.Change(EPOCH, 5));
            node.keep();

            DatabaseHistory restarted = new DatabaseHistory(database.dataSource(), folder);
            assertThat(restarted.judge(EPOCH, 51)).as("after a restart").isPresent();

            UUID accepted = UUID.randomUUID();
            assertThat(restarted.judge(accepted, 51))
                    .as("of a history that nobody accepted")
                    .isPresent();
            accept(database, accepted);
            for (DatabaseHistory each : new DatabaseHistory[] {node, restarted}) {
                Eventually.await(
                        "accepted",
                        Duration.ofSeconds(10),
                        () -> each.judge(accepted, 52).isEmpty());
                assertThat(each.restored()).isEmpty();
                assertThat(each.judge(accepted, 53)).isEmpty();
            }
            restarted.keep();
            assertThat(new DatabaseHistory(database.dataSource(), folder).judge(accepted, 53))
                    .isEmpty();
        }
    }

    private static void accept(TestDatabase.Opened database, UUID next) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into change_epoch (epoch, follows, accepted_at) values (?, ?, current_timestamp)")) {
            insert.setObject(1, next);
            insert.setObject(2, EPOCH);
            insert.executeUpdate();
        }
    }
}
