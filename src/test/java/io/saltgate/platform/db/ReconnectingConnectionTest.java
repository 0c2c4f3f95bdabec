package io.saltgate.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconnectingConnectionTest {

    private final Deque<Connection> opened = new ArrayDeque<>();
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = ReconnectingConnection.open(() -> {
            opened.push(DriverManager.getConnection("jdbc:h2:mem:lasting;DB_CLOSE_DELAY=-1"));
            return opened.peek();
        });
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void aDeadOneIsReplacedBetweenTransactions() throws SQLException {
        connection.setAutoCommit(false);
        ask();
        connection.commit();
        opened.peek().close();
        ask();
        assertThat(opened).hasSize(2);
        assertThat(connection.getAutoCommit()).isFalse();
    }

    @Test
    void aTransactionIsNeverContinuedOnAnother() throws SQLException {
        connection.setAutoCommit(false);
        ask();
        opened.peek().close();
        assertThatThrownBy(this::ask).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> connection.setAutoCommit(true)).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> connection.commit()).isInstanceOf(SQLException.class);
        assertThat(opened).hasSize(1);
    }

    @Test
    void afterTheFailedRollbackItLivesAgain() throws SQLException {
        connection.setAutoCommit(false);
        ask();
        opened.peek().close();
        assertThatThrownBy(() -> connection.rollback()).isInstanceOf(SQLException.class);
        connection.setAutoCommit(true);
        ask();
        assertThat(opened).hasSize(2);
    }

    @Test
    void aClosedOneStaysClosed() throws SQLException {
        connection.close();
        assertThatThrownBy(this::ask).isInstanceOf(SQLException.class);
        assertThat(opened).hasSize(1);
    }

    private void ask() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("select 1");
        }
    }
}
