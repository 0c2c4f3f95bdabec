package io.saltgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.Caller;
import io.saltgate.platform.db.SaltgateDataSource;
import io.saltgate.team.Role;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a real PostgreSQL, and changes as the product makes them. */
class HintListenerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private World world;
    private DataSource database;
    private final AtomicInteger hints = new AtomicInteger();
    private HintListener listener;
    private Thread thread;

    @BeforeEach
    void listen() throws SQLException {
        world = new World(TestDatabase.POSTGRES);
        database = world.database().dataSource();
        String url;
        try (Connection connection = database.getConnection()) {
            url = connection.getMetaData().getURL();
        }
        listener = new HintListener(SaltgateDataSource.to(url, "postgres", "postgres"), hints::incrementAndGet);
        thread = new Thread(listener);
        thread.start();
        Eventually.await("listening", PATIENCE, () -> hints.get() == 1);
    }

    @AfterEach
    void stop() throws InterruptedException {
        listener.stop();
        thread.join(PATIENCE);
        assertThat(thread.isAlive()).isFalse();
        world.close();
    }

    @Test
    void hearsOfAChangeOnceItIsCommitted() {
        Caller owner = world.member(Role.OWNER);
        world.tell(s -> {
            s.apiAccesses().enable(owner, null);
            Eventually.pause(300);
            assertThat(hints.get()).as("before the commit").isEqualTo(1);
        });

        Eventually.await("a hint", PATIENCE, () -> hints.get() == 2);
    }

    @Test
    void hearsNothingOfWhatIsRolledBack() {
        Caller owner = world.member(Role.OWNER);
        try {
            world.tell(s -> {
                s.apiAccesses().enable(owner, null);
                throw new IllegalStateException("rolled back");
            });
        } catch (IllegalStateException e) {
            // as it should be
        }
        Eventually.pause(300);

        assertThat(hints.get()).isEqualTo(1);
    }

    @Test
    void listensAgainAfterItsConnectionIsLost() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where datname = current_database() and query like 'listen%'")) {
            assertThat(rows.next()).isTrue();
        }
        Eventually.await("listening again", PATIENCE, () -> hints.get() == 2);
        Caller owner = world.member(Role.OWNER);

        world.tell(s -> s.apiAccesses().enable(owner, null));

        Eventually.await("a hint", PATIENCE, () -> hints.get() == 3);
    }

    @Test
    void findsOutThatASilentConnectionIsStillThere() {
        Eventually.pause(6_000);
        Caller owner = world.member(Role.OWNER);

        world.tell(s -> s.apiAccesses().enable(owner, null));

        Eventually.await("a hint", PATIENCE, () -> hints.get() == 2);
    }
}
