package io.saltgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.Caller;
import io.saltgate.apiaccess.ApiStatus;
import io.saltgate.apiaccess.AuthToken;
import io.saltgate.changes.ChangeReceipt;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Receipts, at a gate that polls when the test says so, or when a call waits for it. */
class CachedPolicyTest {

    private static final Duration BOUND = Duration.ofMinutes(10);

    private World world;
    private Caller acme;
    private AuthToken token;
    private GateStore store;
    private CachedPolicy policy;
    private volatile boolean away;
    private volatile Optional<String> objection = Optional.empty();

    @BeforeEach
    void open() {
        world = new World(TestDatabase.H2);
        acme = enabled();
        token = world.ask(s -> s.apiAccesses().revealToken(acme));
        store = new GateStore(world.database().dataSource());
        policy = new CachedPolicy(new Source(), world.ring(), BOUND, 10_000_000, reading -> objection);
        policy.changePoller().poll();
    }

    @AfterEach
    void close() {
        policy.changePoller().stop();
        world.close();
    }

    private final class Source implements GateSource {
        @Override
        public List<Supplier<AccountReading>> readAccounts(List<List<String>> tokens) throws SQLException {
            return store.readAccounts(tokens);
        }

        @Override
        public ChangeReading readChanges(@Nullable ChangeReading before) throws SQLException {
            if (away) {
                throw new SQLException("away");
            }
            return store.readChanges(before);
        }
    }

    @Test
    void isNeverAnsweredFromAnOlderState() {
        assertThat(decide(token, null)).isInstanceOf(Decision.Allowed.class);
        world.tell(s -> s.apiAccesses().pause(acme, on().enablingId()));
        String receipt = receipt(now());
        assertThat(decide(token, null)).as("within the bound").isInstanceOf(Decision.Allowed.class);

        new Thread(policy.changePoller()).start();

        assertThat(refusal(decide(token, receipt))).isEqualTo(Refusal.API_PAUSED);
    }

    @Test
    void needsNoPollWhereTheStateIsAsNew() {
        String receipt = receipt(now());

        assertThat(decide(token, receipt)).isInstanceOf(Decision.Allowed.class);
        assertThat(decide(token, receipt)).isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void cannotDecideWhatNoPollReaches() {
        assertThat(decide(token, null)).isInstanceOf(Decision.Allowed.class);
        ChangeReading now = now();
        new Thread(policy.changePoller()).start();

        assertThat(refusal(decide(token, receipt(now.epoch(), id(acme), now.tick() + 1))))
                .isEqualTo(Refusal.CANNOT_DECIDE);
        away = true;
        assertThat(refusal(decide(token, receipt(now.epoch(), id(acme), now.tick() + 1))))
                .isEqualTo(Refusal.CANNOT_DECIDE);
        assertThat(decide(token, null)).as("without").isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void refusesAtOnceWhatIsNoReceiptOfTheAccount() {
        ChangeReading now = now();
        Caller globex = enabled();
        String good = receipt(now);
        for (String unknown : List.of(
                "",
                "x",
                good.substring(1) + "A",
                good.toLowerCase(Locale.ROOT),
                receipt(now.epoch(), id(globex), 1),
                receipt(UUID.randomUUID(), id(acme), 1))) {
            Decision.Refused refused = (Decision.Refused) decide(token, unknown);

            assertThat(refused.refusal()).as(unknown).isEqualTo(Refusal.RECEIPT_UNKNOWN);
            assertThat(refused.owner().accountId()).isEqualTo(id(acme));
        }
    }

    @Test
    void judgesTheTokenFirst() {
        AuthToken old = token;
        world.tell(s -> s.apiAccesses().regenerate(acme, on().tokenId()));
        policy.changePoller().poll();
        AuthToken nobodys;
        try (World stranger = new World(TestDatabase.H2)) {
            Caller there = stranger.member(Role.OWNER);
            stranger.tell(s -> s.apiAccesses().enable(there, null));
            nobodys = stranger.ask(s -> s.apiAccesses().revealToken(there));
        }

        assertThat(refusal(decide(old, "forged"))).isEqualTo(Refusal.TOKEN_UNKNOWN);
        assertThat(refusal(decide(nobodys, "forged"))).isEqualTo(Refusal.TOKEN_UNKNOWN);
    }

    @Test
    void isJudgedBeforeTheAccountsState() {
        world.tell(s -> s.apiAccesses().pause(acme, on().enablingId()));
        policy.changePoller().poll();

        assertThat(refusal(decide(token, "forged"))).isEqualTo(Refusal.RECEIPT_UNKNOWN);
        assertThat(refusal(decide(token, receipt(now())))).isEqualTo(Refusal.API_PAUSED);
    }

    @Test
    void decidesNothingWhileTheDatabaseIsObjectedToWhateverReceiptComes() {
        assertThat(decide(token, null)).isInstanceOf(Decision.Allowed.class);
        objection = Optional.of("older than before");
        policy.changePoller().poll();

        assertThat(refusal(decide(token, null))).isEqualTo(Refusal.CANNOT_DECIDE);
        assertThat(refusal(decide(token, receipt(now())))).isEqualTo(Refusal.CANNOT_DECIDE);
        assertThat(refusal(decide(token, "forged"))).isEqualTo(Refusal.CANNOT_DECIDE);

        objection = Optional.empty();
        policy.changePoller().poll();
        assertThat(decide(token, receipt(now()))).isInstanceOf(Decision.Allowed.class);
    }

    private Decision decide(AuthToken asked, @Nullable String after) {
        return policy.decide(asked, null, after);
    }

    private static Refusal refusal(Decision decision) {
        return ((Decision.Refused) decision).refusal();
    }

    private ChangeReading now() {
        try {
            return store.readChanges(null);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String receipt(ChangeReading reading) {
        return receipt(reading.epoch(), id(acme), reading.tick());
    }

    private String receipt(UUID epoch, UUID account, long number) {
        return new ChangeReceipt(epoch, account, number).text(world.ring());
    }

    private Caller enabled() {
        Caller owner = world.member(Role.OWNER);
        world.tell(s -> s.apiAccesses().enable(owner, null));
        return owner;
    }

    private ApiStatus.Enabled on() {
        return (ApiStatus.Enabled) world.ask(s -> s.apiAccesses().getStatus(acme));
    }

    private static UUID id(Caller owner) {
        return owner.requireAccount().value();
    }
}
