package io.saltgate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.saltgate.accounts.Caller;
import io.saltgate.team.Role;
import io.saltgate.testing.Crowd;
import io.saltgate.testing.Growth;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * At the beginning of a day, beside an account with as many callers as there is room for: what is read stays bounded.
 */
class UsageGrowthTest extends Growth {

    private static final int CALLERS_OF_DAY = 1_000;
    private static final int SMALL_ACCOUNTS = 500;

    /** Of a statement about one row. */
    private static final long ONE = 20;

    private final UUID token = new UUID(7, 1);
    private Caller large;
    private Caller small;

    @Override
    protected void addSmall(Crowd crowd) throws SQLException {
        crowd.addSmallAccounts(SMALL_ACCOUNTS);
        crowd.addUsageOfSmallAccounts(SMALL_ACCOUNTS);
    }

    @Override
    protected void addLarge(Crowd crowd) throws SQLException {
        large = world.member(Role.OWNER);
        small = world.member(Role.OWNER);
        crowd.addUsage(large.requireAccount().value(), token, CALLERS_OF_DAY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
    void countsByTheKeyOfWhatIsCounted(String plan) {
        rows.plan(plan);
        UsageRecorder usage = new UsageRecorder(world.clock());
        UsageWriter writer = new UsageWriter(world.database().dataSource(), world.clock());
        for (int round = 0; round < 2; round++) {
            for (Caller owner : List.of(large, small)) {
                TokenCalls calls = new TokenCalls(owner.requireAccount().value(), token);
                for (int i = 0; i < 10; i++) {
                    usage.allowed(calls, address("192.0.2." + i), false);
                }
            }
            writer.add(usage.take());
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
        world.ask(s -> s.usage().getCounts(small, Span.WEEK));
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
