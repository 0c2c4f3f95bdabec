package io.saltgate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.Migrations;
import io.saltgate.platform.db.SaltgateDataSource;
import io.saltgate.team.Role;
import io.saltgate.testing.Crowd;
import io.saltgate.testing.RowCounter;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** At the beginning of a day, beside an account with as many callers as there is room for: what is read stays bounded. */
@ParameterizedClass
@EnumSource
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsageGrowthTest {

    /** What PostgreSQL knows of the tables. */
    enum Statistics {
        NONE,
        STALE,
        FRESH
    }

    private static final int CALLERS_OF_DAY = 1_000;
    private static final int SMALL_ACCOUNTS = 500;

    /** Of a statement about one row. */
    private static final long ONE = 20;

    @Parameter
    private Statistics statistics;

    private final UUID token = new UUID(7, 1);
    private RowCounter rows;
    private World world;
    private Caller large;
    private Caller small;

    @BeforeAll
    void fill() throws SQLException {
        DataSource database = SaltgateDataSource.to(TestDatabase.Postgres.createDatabase(), "postgres", "postgres");
        Migrations.run(database, true);
        rows = new RowCounter(database);
        Crowd crowd = new Crowd(database);
        crowd.withoutAutovacuum();
        crowd.addSmallAccounts(SMALL_ACCOUNTS);
        crowd.addUsageOfSmallAccounts(SMALL_ACCOUNTS);
        if (statistics == Statistics.STALE) {
            crowd.analyze();
        }
        world = new World(TestDatabase.open(rows.dataSource()), KeyRing.generate());
        large = world.member(Role.OWNER);
        small = world.member(Role.OWNER);
        crowd.addUsage(large.requireAccount().value(), token, CALLERS_OF_DAY);
        if (statistics == Statistics.FRESH) {
            crowd.analyze();
        }
    }

    @BeforeEach
    void forget() {
        rows.reset();
    }

    @AfterAll
    void close() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
    void countsByTheKeyOfWhatIsCounted(String plan) {
        rows.plan(plan);
        Sightings sightings = new Sightings(world.clock());
        UsageWriter writer = new UsageWriter(world.database().dataSource(), world.clock());
        for (int round = 0; round < 2; round++) {
            for (Caller owner : List.of(large, small)) {
                TokenCalls calls = new TokenCalls(owner.requireAccount().value(), token);
                for (int i = 0; i < 10; i++) {
                    sightings.allowed(calls, address("192.0.2." + i), false);
                }
            }
            writer.add(sightings.take());
            writer.write();
        }
        assertThat(rows.above(10 * ONE)).isEmpty(); // a batch has ten of each
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
    void showsOneAccountsCallers(String plan) {
        rows.plan(plan);
        world.ask(s -> s.usage().getCallers(small, 30));
        world.ask(s -> s.usage().findLastUse(small, token));
        world.ask(s -> s.usage().getCounts(small, Span.MONTH));
        world.ask(s -> s.usage().getRefusals(small));
        assertThat(rows.above(10 * ONE)).isEmpty();

        world.ask(s -> s.usage().getCallers(large, 30));
        world.ask(s -> s.usage().findLastUse(large, token));
        world.ask(s -> s.usage().getCounts(large, Span.MONTH));
        assertThat(rows.above(2 * 30 * CALLERS_OF_DAY)).isEmpty();
    }

    private static IPAddress address(String text) {
        return new IPAddressString(text).getAddress();
    }
}
