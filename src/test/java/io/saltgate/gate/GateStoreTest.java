package io.saltgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.Caller;
import io.saltgate.apiaccess.ApiStatus;
import io.saltgate.apiaccess.AuthToken;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GateStoreTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void readsSeveralTokensInOneStatementAndMixesNothingUp(TestDatabase kind) throws SQLException {
        try (World world = new World(kind);
                World stranger = new World(TestDatabase.H2)) {
            GateStore store = new GateStore(world.database().dataSource());
            Caller acme = enabled(world);
            Caller globex = enabled(world);
            AuthToken retired = token(world, acme);
            world.tell(s -> s.apiAccesses().regenerate(acme, on(world, acme).tokenId()));
            AuthToken current = token(world, acme);
            AuthToken other = token(world, globex);
            AuthToken nobodys = token(stranger, enabled(stranger));

            List<AccountReading> readings = read(store, world.ring(), retired, other, nobodys, current, other);

            assertThat(readings.get(0).owner().accountId()).isEqualTo(id(acme));
            assertThat(readings.get(0).state()).isNull();
            assertThat(readings.get(2).owner()).isNull();
            assertThat(readings.get(2).state()).isNull();
            assertThat(readings.get(3).state().accountId()).isEqualTo(id(acme));
            assertThat(readings.get(3).owner().tokenId())
                    .isEqualTo(on(world, acme).tokenId());
            for (int i : new int[] {1, 4}) {
                assertThat(readings.get(i).state().accountId()).isEqualTo(id(globex));
                assertThat(readings.get(i).owner().tokenId())
                        .isEqualTo(on(world, globex).tokenId());
            }
            assertThat(read(store, world.ring(), nobodys).getFirst().owner()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void tellsWhoChangedSinceTheReadingBefore(TestDatabase kind) throws SQLException {
        try (World world = new World(kind)) {
            GateStore store = new GateStore(world.database().dataSource());
            ChangeReading first = store.readChanges(null);
            assertThat(first.changed()).isNull();
            assertThat(store.readChanges(first).changed()).isEmpty();

            Caller acme = enabled(world);
            Caller globex = enabled(world);
            ChangeReading second = store.readChanges(first);

            assertThat(second.changed()).containsExactlyInAnyOrder(id(acme), id(globex));
            assertThat(second.last().account()).isEqualTo(id(globex));
            assertThat(store.readChanges(second).changed()).isEmpty();
            world.tell(s -> s.apiAccesses().regenerate(acme, on(world, acme).tokenId()));
            assertThat(store.readChanges(second).changed()).containsExactly(id(acme));
            assertThat(store.readChanges(first).changed()).containsExactlyInAnyOrder(id(acme), id(globex));
        }
    }

    /** A backup was put back, and as many changes were made since as it had lost: the tick alone tells nothing. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void tellsAnotherHistoryByItsLastChangeWhereTheTickIsTheSame(TestDatabase kind) throws SQLException {
        try (World world = new World(kind)) {
            GateStore store = new GateStore(world.database().dataSource());
            enabled(world);
            ChangeReading before = store.readChanges(null);

            update(
                    world,
                    "update change_feed set changed_at = changed_at + interval '1' second where tick = "
                            + before.tick());
            ChangeReading after = store.readChanges(before);

            assertThat(after.tick()).isEqualTo(before.tick());
            assertThat(after.changed()).isNull();
            assertThat(store.readChanges(after).changed()).isEmpty();
            enabled(world);
            assertThat(store.readChanges(before).changed()).isNull();
            assertThat(store.readChanges(after).changed()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void takesAPrunedFeedForTheSameHistoryOnlyIfNothingIsMissing(TestDatabase kind) throws SQLException {
        try (World world = new World(kind)) {
            GateStore store = new GateStore(world.database().dataSource());
            enabled(world);
            ChangeReading fresh = store.readChanges(null);
            update(world, "update change_feed set changed_at = changed_at - interval '2' day");
            ChangeReading old = store.readChanges(null);

            update(world, "delete from change_feed");

            assertThat(store.readChanges(fresh).changed()).isNull();
            ChangeReading pruned = store.readChanges(old);
            assertThat(pruned.changed()).isEmpty();
            assertThat(store.readChanges(pruned).changed()).isEmpty();
            Caller next = enabled(world);
            assertThat(store.readChanges(pruned).changed()).containsExactly(id(next));
            update(world, "delete from change_feed");
            assertThat(store.readChanges(pruned).changed()).isNull();
        }
    }

    private static void update(World world, String sql) {
        world.tell(s -> s.em().createNativeQuery(sql).executeUpdate());
    }

    private static List<AccountReading> read(GateStore store, KeyRing ring, AuthToken... tokens) throws SQLException {
        return store
                .readAccounts(Arrays.stream(tokens)
                        .map(token -> GateReader.hashes(token, ring))
                        .toList())
                .stream()
                .map(Supplier::get)
                .toList();
    }

    private static Caller enabled(World world) {
        Caller owner = world.member(Role.OWNER);
        world.tell(s -> s.apiAccesses().enable(owner, null));
        return owner;
    }

    private static ApiStatus.Enabled on(World world, Caller owner) {
        return (ApiStatus.Enabled) world.ask(s -> s.apiAccesses().getStatus(owner));
    }

    private static AuthToken token(World world, Caller owner) {
        return world.ask(s -> s.apiAccesses().revealToken(owner));
    }

    private static UUID id(Caller owner) {
        return owner.requireAccount().value();
    }
}
