package io.saltgate.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource
class LockOrderTest {

    private static final String CHAIN = "update audit_chain set last_seq = last_seq";
    private static final String CLOCK = "select tick from change_clock for update";
    private static final String ACCOUNT = "select id from account for update";

    @Parameter
    private TestDatabase kind;

    private TestDatabase.Opened database;
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        database = kind.create();
        connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        connection.rollback();
        connection.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAIN, CLOCK})
    void refusesAnAccountAfterWhatComesLater(String later) throws SQLException {
        execute(later);

        assertThatThrownBy(() -> execute(ACCOUNT))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("account is locked after");
    }

    /** The lock that an insert takes of the account it refers to, which only PostgreSQL has. */
    @Test
    void refusesTheWeakestLockToo() throws SQLException {
        if (kind == TestDatabase.POSTGRES) {
            execute(CHAIN);

            assertThatThrownBy(() -> execute("select id from account for key share"))
                    .isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void allowsTheOrderAndATableTwice() {
        assertThatCode(() -> {
                    for (String lock : new String[] {ACCOUNT, CHAIN, CHAIN, ACCOUNT, CLOCK, CHAIN}) {
                        execute(lock);
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    void forgetsLocksWithTheirTransaction() throws SQLException {
        execute(CHAIN);
        connection.commit();
        execute(ACCOUNT);
        connection.rollback();
        connection.setAutoCommit(true);
        execute(CHAIN);

        assertThatCode(() -> execute(ACCOUNT)).doesNotThrowAnyException();
        connection.setAutoCommit(false);
    }

    private void execute(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }
}
