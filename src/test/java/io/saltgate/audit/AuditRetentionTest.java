package io.saltgate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.audit.AuditEntries.Line;
import io.saltgate.audit.AuditVerifier.Finding;
import io.saltgate.audit.AuditVerifier.Head;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Personal data goes when its time is over, and the chain proves what is left. */
class AuditRetentionTest {

    private static final Duration KEPT = Duration.ofDays(30);

    private static final AuditSettings SETTINGS =
            new AuditSettings(Optional.of(KEPT), Duration.ofHours(1), Duration.ZERO);

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void erasesWhatIsOldAndLeavesTheChainProvable(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            UUID chain = owner.requireAccount().value();
            tell(
                    world,
                    AccountEvent.of("member.invited", owner, "kim@example.com").with("role", "ADMIN"));
            tell(
                    world,
                    AccountEvent.of("webhook.endpoint.added", owner, "id").with("description", "of kim@example.com"));
            List<Head> before = new ArrayList<>();
            Tampering tampering = new Tampering(world);
            tampering.verify(Map.of(), new ArrayList<>(), before);
            world.clock().turn(KEPT.plusDays(1));
            tell(world, AccountEvent.of("member.invited", owner, "new@example.com"));

            eraseAll(world);

            List<Line> lines = lines(world, owner);
            assertThat(lines.get(0).code()).isEqualTo("audit.erased");
            assertThat(lines.get(0).parameters()).containsEntry("erased", "2").containsEntry("upTo", "3");
            assertThat(lines.get(1).subject()).isEqualTo("new@example.com");
            assertThat(lines.get(1).address()).isNotNull();
            assertThat(lines.get(2).parameters()).containsExactlyEntriesOf(Map.of("description", "erased"));
            assertThat(lines.get(2).subject()).isEqualTo("id");
            assertThat(lines.get(3).subject()).isEqualTo("erased");
            assertThat(lines.get(3).parameters()).containsExactlyEntriesOf(Map.of("role", "ADMIN"));
            assertThat(lines.subList(2, 5)).extracting(Line::address).containsOnlyNulls();
            assertThat(lines.get(3).actor()).as("an id is no name").isEqualTo(owner.id());
            assertThat(tampering.query(
                            "select 1 from audit_entry where subject like '%kim%' or parameters like '%kim%'"))
                    .isEmpty();

            Head head = before.stream()
                    .filter(each -> each.chain().equals(chain))
                    .findFirst()
                    .orElseThrow();
            assertThat(tampering.findings(Map.of(chain, head)))
                    .as("the end that was kept before still proves it")
                    .isEmpty();
            world.clock().turn(Duration.ofDays(1));
            eraseAll(world);
            assertThat(lines(world, owner)).as("nothing more to erase").hasSameSizeAs(lines);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void findsAChangeOfWhatWasLeft(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            UUID chain = owner.requireAccount().value();
            tell(
                    world,
                    AccountEvent.of("member.invited", owner, "kim@example.com").with("role", "ADMIN"));
            world.clock().turn(KEPT.plusDays(1));
            eraseAll(world);
            Tampering tampering = new Tampering(world);
            for (String change : List.of(
                    "parameters = '{\"role\":\"OWNER\"}'",
                    "subject = 'lee@example.com'",
                    "actor_address = '203.0.113.9'",
                    "erased = '!' || substring(erased from 2)",
                    "erased = null",
                    "salt = 'AAAAAAAAAAAAAAAAAAAAAA'",
                    "digest = '!' || substring(digest from 2)",
                    "code = 'x'")) {
                try (AutoCloseable undone = tampering.undo()) {
                    tampering.execute("update audit_entry set " + change + " where chain_id = ? and seq = 2", chain);
                    assertThat(tampering.findings())
                            .as(change)
                            .extracting(Finding::chain, Finding::seq)
                            .containsExactly(org.assertj.core.api.Assertions.tuple(chain, 2L));
                }
            }
            tampering.execute("update audit_entry set actor_address = null, salt = null where seq = 3");
            assertThat(tampering.findings()).as("erased by someone else").isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void goesOnPieceByPieceAndKeepsForEverByDefault(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            world.tell(s -> {
                for (int i = 0; i < AuditRetention.PIECE + 20; i++) {
                    s.audit().append(AccountEvent.of("thing.done", owner, null));
                }
            });
            world.clock().turn(KEPT.plusDays(1));
            Optional<UUID> byDefault = world.ask(s -> new AuditRetention(
                            s.em(), world.ring(), s.audit()::append, AuditSettings.DEFAULT, world.clock())
                    .claim());
            assertThat(byDefault).isEmpty();
            UUID chain = owner.requireAccount().value();

            world.tell(s -> retention(world, s).erase(chain));
            assertThat(world.count("select count(*) from audit_entry where chain_id = ?1 and salt is null", owner))
                    .isEqualTo(AuditRetention.PIECE);
            world.tell(s -> retention(world, s).erase(chain));
            assertThat(world.count("select count(*) from audit_entry where chain_id = ?1 and salt is null", owner))
                    .isEqualTo(AuditRetention.PIECE + 21);
        }
    }

    private static void eraseAll(World world) {
        Optional<UUID> next = world.ask(s -> retention(world, s).claim());
        while (next.isPresent()) {
            UUID chain = next.get();
            world.tell(s -> retention(world, s).erase(chain));
            next = world.ask(s -> retention(world, s).claim());
        }
    }

    private static AuditRetention retention(World world, World.Services s) {
        return new AuditRetention(s.em(), world.ring(), s.audit()::append, SETTINGS, world.clock());
    }

    private static void tell(World world, AccountEvent event) {
        world.tell(s -> s.audit().append(event));
    }

    private static List<Line> lines(World world, Caller owner) {
        return world.ask(s -> new AuditEntries(s.em(), new AuditLog(s.em()), s.audit()::append)
                        .getSlice(owner, AuditFilter.ALL, null, null))
                .lines();
    }
}
