package io.saltgate.testing;

import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.Migrations;
import io.saltgate.platform.db.SaltgateDataSource;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The set-up of tests that count what each statement reads of a PostgreSQL database that has grown: small accounts come
 * first, then what is large. Each test runs with no, stale and fresh statistics.
 */
@ParameterizedClass
@EnumSource
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class Growth {

    /** What PostgreSQL knows of the tables. */
    public enum Statistics {
        NONE,
        /** From before the large account came. */
        STALE,
        FRESH
    }

    @Parameter
    private Statistics statistics;

    protected RowCounter rows;
    protected World world;

    /** Fills the database before its stale statistics are made. */
    protected abstract void addSmall(Crowd crowd) throws SQLException;

    /** Fills it further, through {@link #world} or not. */
    protected abstract void addLarge(Crowd crowd) throws SQLException;

    @BeforeAll
    protected void fill() throws SQLException {
        DataSource database = SaltgateDataSource.to(TestDatabase.Postgres.createDatabase(), "postgres", "postgres");
        Migrations.run(database, true);
        rows = new RowCounter(database);
        Crowd crowd = new Crowd(database);
        crowd.withoutAutovacuum();
        addSmall(crowd);
        if (statistics == Statistics.STALE) {
            crowd.analyze();
        }
        world = new World(TestDatabase.open(rows.dataSource()), KeyRing.generate());
        addLarge(crowd);
        if (statistics == Statistics.FRESH) {
            crowd.analyze();
        }
    }

    @BeforeEach
    protected void forget() {
        rows.reset();
    }

    @AfterAll
    protected void close() {
        world.close();
    }
}
