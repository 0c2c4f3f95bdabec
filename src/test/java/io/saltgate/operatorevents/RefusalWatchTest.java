package io.saltgate.operatorevents;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.Caller;
import io.saltgate.platform.db.DatabaseTime;
import io.saltgate.team.Role;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.Receiver;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.webhooks.TypeFilter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalWatchTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void tellsOfAnAccountThatIsRefusedTwiceAsMuchAsInAnyHourOfADay(TestDatabase kind) throws Exception {
        try (World world = new World(kind);
                Receiver receiver = Receiver.start(Receiver.ok())) {
            OperatorEventsTest.set(world, receiver, TypeFilter.ALL);
            Caller rising = world.member(Role.OWNER);
            addCalls(world, rising, 0, "address.not.whitelisted", 40);
            addCalls(world, rising, 0, "rate.limited", 21);
            addCalls(world, rising, 3, "address.not.whitelisted", 30);
            addCalls(world, rising, 25, "address.not.whitelisted", 9_000); // more than a day before
            Caller busy = world.member(Role.OWNER);
            addCalls(world, busy, 0, "address.not.whitelisted", 600);
            addCalls(world, busy, 24, "address.not.whitelisted", 300); // not more than twice as many
            Caller small = world.member(Role.OWNER);
            addCalls(world, small, 0, "api.paused", 49);
            addCalls(world, small, 0, "allowed", 5_000);
            addCalls(world, small, 0, "would.refuse", 5_000);

            compare(world);

            List<String> bodies = bodies(world);
            assertThat(bodies).hasSize(1);
            assertThat(bodies.getFirst())
                    .contains("\"id\":\"" + rising.requireAccount().value() + "\"")
                    .contains("\"by\":{\"kind\":\"saltgate\",\"id\":null,\"address\":null}")
                    .contains("\"details\":{\"hour\":\"" + hour(world) + "\",\"mostBefore\":\"30\",\"refused\":\"61\"}")
                    .contains("\"type\":\"refusals.rising\"");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void tellsItOnceOfAnHourHoweverManyNodesCompare(TestDatabase kind) throws Exception {
        try (World world = new World(kind);
                World other = world.anotherNode();
                Receiver receiver = Receiver.start(Receiver.ok())) {
            OperatorEventsTest.set(world, receiver, TypeFilter.ALL);
            addCalls(world, world.member(Role.OWNER), 0, "token.retired", 50);

            List<Runnable> nodes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                World node = i % 2 == 0 ? world : other;
                nodes.add(() -> compare(node));
            }
            for (Future<Void> each : AtOnce.run(nodes)) {
                each.get();
            }
            compare(world);

            assertThat(bodies(world)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void comparesNothingForAnEndpointThatDoesNotTakeIt(TestDatabase kind) {
        try (World world = new World(kind);
                Receiver receiver = Receiver.start(Receiver.ok())) {
            addCalls(world, world.member(Role.OWNER), 0, "token.retired", 500);
            compare(world);
            OperatorEventsTest.set(world, receiver, new TypeFilter(List.of("api.*")));
            compare(world);
            assertThat(bodies(world)).isEmpty();

            OperatorEventsTest.set(world, receiver, new TypeFilter(List.of("refusals.rising")));
            compare(world);
            assertThat(bodies(world)).hasSize(1);
        }
    }

    private static void compare(World world) {
        world.tell(s -> s.refusalWatch().compare());
    }

    /** The last hour that is over and written. */
    private static Instant hour(World world) {
        return world.ask(s -> DatabaseTime.now(s.em()))
                .minus(Duration.ofMinutes(65))
                .truncatedTo(ChronoUnit.HOURS);
    }

    private static void addCalls(World world, Caller owner, int hoursBefore, String outcome, long calls) {
        Instant began = hour(world).minus(hoursBefore, ChronoUnit.HOURS);
        world.tell(s -> s.em().createNativeQuery(
                        "insert into usage_hour (account_id, began_at, outcome, calls) values (?1, ?2, ?3, ?4)")
                .setParameter(1, owner.requireAccount().value())
                .setParameter(2, began.atOffset(ZoneOffset.UTC))
                .setParameter(3, outcome)
                .setParameter(4, calls)
                .executeUpdate());
    }

    @SuppressWarnings("unchecked")
    private static List<String> bodies(World world) {
        return world.ask(s -> s.em().createQuery("select e.body from OperatorEvent e where e.body like '%refusals.%'")
                .getResultList());
    }
}
