package io.saltgate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.audit.AuditBadges.Badge;
import io.saltgate.audit.AuditBadges.State;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The verification in the background finds what was done to a trail, and says how far it has come. */
class AuditChecksTest {

    private static final AuditSettings SETTINGS = AuditSettings.DEFAULT;

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void verifiesPieceByPieceAndGoesOnWithWhatIsNew(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            announce(world, owner, AuditChecks.PIECE + 9);
            assertThat(badge(world, owner)).isEqualTo(new Badge(State.UNVERIFIED, 0, null));

            assertThat(verify(world, owner)).isEqualTo(AuditChecks.Report.NOTHING);
            assertThat(badge(world, owner).state()).as("not at the end yet").isEqualTo(State.UNVERIFIED);
            AuditChecks.Report report = verify(world, owner);

            assertThat(report.head().orElseThrow().seq()).isEqualTo(AuditChecks.PIECE + 10);
            assertThat(badge(world, owner).state()).isEqualTo(State.INTACT);
            assertThat(badge(world, owner).entry()).isEqualTo(AuditChecks.PIECE + 10);

            announce(world, owner, 3);
            assertThat(verify(world, owner).head()).as("once a day").isEmpty();
            assertThat(badge(world, owner).entry()).isEqualTo(AuditChecks.PIECE + 13);

            world.clock().turn(SETTINGS.heads());
            verify(world, owner);
            verify(world, owner);
            assertThat(badge(world, owner).entry()).isEqualTo(AuditChecks.PIECE + 13);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void everyChainGetsItsTurnAndNoneIsDueTwice(TestDatabase kind) {
        try (World world = new World(kind)) {
            List<UUID> chains = new ArrayList<>(List.of(AuditChain.SYSTEM));
            Caller large = world.member(Role.OWNER);
            announce(world, large, 2 * AuditChecks.PIECE);
            chains.add(large.requireAccount().value());
            for (int i = 0; i < 4; i++) {
                chains.add(world.member(Role.OWNER).requireAccount().value());
            }
            world.clock().turn(Duration.ofSeconds(1));
            List<UUID> done = new ArrayList<>();

            Optional<UUID> next = claim(world);
            while (next.isPresent()) {
                UUID chain = next.get();
                done.add(chain);
                world.tell(s -> checks(world, s).verify(chain));
                world.clock().turn(Duration.ofMillis(1));
                next = claim(world);
            }

            assertThat(done.subList(0, 6)).as("before the large one goes on").hasSameElementsAs(chains);
            assertThat(done.subList(6, done.size()))
                    .containsOnly(large.requireAccount().value());
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void findsAChangeOfWhatWasVerifiedBeforeWithinADay(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            announce(world, owner, 5);
            verify(world, owner);
            Tampering tampering = new Tampering(world);
            UUID chain = owner.requireAccount().value();
            tampering.execute("update audit_entry set code = 'x' where chain_id = ? and seq = 3", chain);

            verify(world, owner);
            assertThat(badge(world, owner).state())
                    .as("only new entries so far")
                    .isEqualTo(State.INTACT);
            world.clock().turn(AuditCheck.PASS);
            AuditChecks.Report report = verify(world, owner);

            assertThat(report.damage()).contains(new AuditChecks.Damage(chain, 3));
            assertThat(badge(world, owner)).isEqualTo(new Badge(State.DAMAGED, 3, null));
            assertThat(verify(world, owner)).as("no news").isEqualTo(AuditChecks.Report.NOTHING);
            tampering.execute("update audit_entry set code = 'thing.done' where chain_id = ? and seq = 3", chain);
            verify(world, owner);
            assertThat(badge(world, owner).state()).as("restored").isEqualTo(State.INTACT);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void findsWhatIsCutOffAndMissing(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            announce(world, owner, 5);
            verify(world, owner);
            Tampering tampering = new Tampering(world);
            UUID chain = owner.requireAccount().value();
            for (String sql : List.of(
                    "delete from audit_entry where seq = 6 and chain_id = ?",
                    "update audit_chain set last_seq = 5 where id = ?",
                    "update audit_chain set seal = null where id = ?",
                    "delete from audit_chain where id = ?")) {
                try (AutoCloseable undone = tampering.undo()) {
                    tampering.execute(sql, chain);
                    world.clock().turn(AuditCheck.PASS);
                    verify(world, owner);
                    assertThat(badge(world, owner).state()).as(sql).isEqualTo(State.DAMAGED);
                }
                verify(world, owner);
                assertThat(badge(world, owner).state()).isEqualTo(State.INTACT);
            }
        }
    }

    /** Who writes SQL and has no key ring can't have an entry skipped. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void believesNoProgressThatSomeoneElseWrote(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            announce(world, owner, 5);
            Tampering tampering = new Tampering(world);
            UUID chain = owner.requireAccount().value();
            tampering.execute("update audit_entry set code = 'x' where chain_id = ? and seq = 3", chain);
            String hash = (String) tampering.query("select last_hash from audit_chain where id = ?", chain)
                    .getFirst()[0];
            tampering.execute(
                    "update audit_check set seq = 6, hash = ?, intact_seq = 6, intact_at = current_timestamp"
                            + " where chain_id = ?",
                    hash,
                    chain);

            assertThat(badge(world, owner).state()).isEqualTo(State.UNVERIFIED);
            verify(world, owner);
            assertThat(badge(world, owner)).isEqualTo(new Badge(State.DAMAGED, 3, null));
        }
    }

    private static Optional<UUID> claim(World world) {
        return world.ask(s -> checks(world, s).claim());
    }

    private static AuditChecks.Report verify(World world, Caller owner) {
        return world.ask(s -> checks(world, s).verify(owner.requireAccount().value()));
    }

    private static Badge badge(World world, Caller owner) {
        return world.ask(s -> new AuditBadges(s.em(), world.ring()).get(owner));
    }

    private static AuditChecks checks(World world, World.Services s) {
        return new AuditChecks(s.em(), world.ring(), SETTINGS, world.clock());
    }

    private static void announce(World world, Caller owner, int times) {
        world.tell(s -> {
            for (int i = 0; i < times; i++) {
                s.audit().append(AccountEvent.of("thing.done", owner, "x" + i));
            }
        });
    }
}
