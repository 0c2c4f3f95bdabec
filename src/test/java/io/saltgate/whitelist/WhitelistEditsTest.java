package io.saltgate.whitelist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.Caller;
import io.saltgate.team.Role;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.whitelist.WhitelistEdits.Details;
import io.saltgate.whitelist.Whitelists.NewEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WhitelistEditsTest {

    private static final int ROUNDS = 20;
    private static final Instant END = Instant.parse("2099-01-31T12:00:00Z");
    private static final String AUDIT =
            "select count(*) from audit_entry where account_id = ?1 and code like 'whitelist.%'";
    private static final String TICKS = "select count(*) from change_feed where account_id = ?1";

    /**
     * C20: a vendor's list changes as a whole, in one transaction, with one tick and a trail that is complete and
     * short.
     */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void replacesTenThousandEntriesByTenThousandOthers(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = owner(world);
            world.tell(s -> s.whitelistEdits().replace(owner, numbered(0, 10_000, "old"), null));
            long ticks = world.count(TICKS, owner);
            long audited = world.count(AUDIT, owner);

            ListDiff diff = world.ask(s -> s.whitelistEdits().replace(owner, numbered(5_000, 15_000, "new"), null));

            assertThat(diff.added()).hasSize(5_000);
            assertThat(diff.removed()).hasSize(5_000);
            assertThat(diff.changed()).hasSize(5_000);
            assertThat(diff.unchanged()).isZero();
            assertThat(diff.changed().getFirst().before().label()).isEqualTo("old");
            assertThat(entries(world, owner))
                    .hasSize(10_000)
                    .allSatisfy(entry -> assertThat(entry.label()).isEqualTo("new"));
            assertThat(world.count(TICKS, owner)).isEqualTo(ticks + 1);
            assertThat(world.count(AUDIT, owner) - audited).isBetween(4L, 150L);
            ListDiff repeat = world.ask(s -> s.whitelistEdits().replace(owner, numbered(5_000, 15_000, "new"), null));
            assertThat(repeat.isEmpty()).isTrue();
            assertThat(world.count(TICKS, owner)).as("a repeat changes nothing").isEqualTo(ticks + 1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void replacesAllOrNothingAndNoMoreThanAListHolds(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = owner(world, "192.0.2.1");
            long seen = version(world, owner);

            assertThatThrownBy(() ->
                            world.tell(s -> s.whitelistEdits().replace(owner, numbered(0, 10_001, null), null)))
                    .isInstanceOf(WhitelistFull.class);
            assertThat(entries(world, owner)).hasSize(1);

            world.tell(s -> s.whitelistEdits().replace(owner, List.of(entry("192.0.2.2", "a", END)), seen));
            assertThatThrownBy(() -> world.tell(s -> s.whitelistEdits().replace(owner, List.of(), seen)))
                    .isInstanceOf(WhitelistChanged.class);
            assertThat(entries(world, owner)).extracting(WhitelistEntry::label).containsExactly("a");
            world.tell(s -> s.whitelistEdits().replace(owner, List.of(), null));
            assertThat(entries(world, owner)).isEmpty();
        }
    }

    /** An expired entry lets nobody through any more: one of the same range comes in its place. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void addsInPlaceOfAnExpiredEntry(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = owner(world);
            Instant soon = world.clock().instant().plusSeconds(60);
            world.tell(s -> s.whitelists().add(owner, List.of(entry("10.0.0.1", "x", soon))));
            world.clock().turn(Duration.ofMinutes(2));

            ListDiff diff =
                    world.ask(s -> s.whitelistEdits().replace(owner, List.of(entry("10.0.0.1", "x", null)), null));

            assertThat(diff.added()).hasSize(1);
            assertThat(entries(world, owner))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.expiresAt()).isNull());
        }
    }

    /** C23: what is there gets the label and the end that are wanted, and nothing goes. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void mergesLabelsAndEndsIntoTheList(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = owner(world, "10.0.0.1", "10.0.0.2");
            long seen = version(world, owner);

            ListDiff diff = world.ask(s -> s.whitelistEdits()
                    .merge(owner, List.of(entry("10.0.0.2", "two", END), entry("10.0.0.3", "three", null)), seen));

            assertThat(diff.changed()).singleElement().satisfies(each -> {
                assertThat(each.isLabelChanged()).isTrue();
                assertThat(each.isEndChanged()).isTrue();
            });
            assertThat(entries(world, owner))
                    .extracting(entry -> entry.range() + " " + entry.label() + " " + entry.expiresAt())
                    .containsExactly("10.0.0.1 null null", "10.0.0.2 two " + END, "10.0.0.3 three null");
            assertThat(world.count(
                            "select count(*) from audit_entry where account_id = ?1"
                                    + " and code = 'whitelist.entry.changed' and subject = '10.0.0.2>" + END + "'",
                            owner))
                    .isEqualTo(1);
            assertThatThrownBy(() -> world.tell(
                            s -> s.whitelistEdits().merge(owner, List.of(entry("10.0.0.1", "late", null)), seen)))
                    .isInstanceOf(WhitelistChanged.class);
        }
    }

    /** C23: of two who edit one entry, the second learns of it; an edit of another entry holds nobody up. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void editsTheEntryThatTheFormShowed(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = owner(world, "10.0.0.1", "10.0.0.2");
            UUID id = entries(world, owner).getFirst().id();
            UUID other = entries(world, owner).getLast().id();
            Details plain = new Details(null, null);
            Details labelled = new Details("office", END);

            assertThat(edit(world, owner, other, plain, new Details("x", null))).contains(IpRange.of("10.0.0.2"));
            assertThat(edit(world, owner, id, plain, labelled)).contains(IpRange.of("10.0.0.1"));
            long ticks = world.count(TICKS, owner);
            assertThat(edit(world, owner, id, plain, labelled)).as("a repeat").isPresent();
            assertThat(world.count(TICKS, owner)).isEqualTo(ticks);
            assertThatThrownBy(() ->
                            world.tell(s -> s.whitelistEdits().edit(owner, id, plain, new Details("late", null))))
                    .isInstanceOf(WhitelistChanged.class);
            assertThat(edit(world, owner, UUID.randomUUID(), plain, labelled)).isEmpty();
            assertThat(entries(world, owner)).extracting(WhitelistEntry::label).containsExactly("office", "x");
        }
    }

    /** C28: taking the last entry from an enforced list needs a confirmation, given for the list as it is. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void emptiesAnEnforcedListOnlyWhenThatIsConfirmed(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = owner(world, "10.0.0.1", "10.0.0.2", "10.0.0.3");
            List<UUID> ids =
                    entries(world, owner).stream().map(WhitelistEntry::id).toList();
            world.tell(s -> s.whitelists().setMode(owner, Whitelist.Mode.ENFORCED, null));

            assertThatThrownBy(() -> world.tell(s -> s.whitelistEdits().remove(owner, ids, null)))
                    .isInstanceOfSatisfying(
                            EveryCallStops.class,
                            stops -> assertThat(stops.version()).isEqualTo(version(world, owner)));
            assertThat(remove(world, owner, ids.subList(0, 2), null)).hasSize(2);
            long seen = version(world, owner);
            world.tell(s -> s.whitelists().add(owner, List.of(entry("10.0.0.9", null, null))));
            assertThatThrownBy(() -> world.tell(s -> s.whitelistEdits().remove(owner, ids, seen)))
                    .isInstanceOf(WhitelistChanged.class);
            List<UUID> rest =
                    entries(world, owner).stream().map(WhitelistEntry::id).toList();
            assertThat(remove(world, owner, rest, version(world, owner))).hasSize(2);
            assertThat(remove(world, owner, rest, null)).as("gone already").isEmpty();
        }
    }

    /** C28: nor do two who remove one each, at the same time. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void twoAtOnceDoNotEmptyAnEnforcedListUnasked(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            for (int round = 0; round < ROUNDS; round++) {
                Caller owner = owner(world, "10.0.0.1", "10.0.0.2");
                List<UUID> ids =
                        entries(world, owner).stream().map(WhitelistEntry::id).toList();
                world.tell(s -> s.whitelists().setMode(owner, Whitelist.Mode.ENFORCED, null));

                List<Future<Void>> all = AtOnce.run(List.of(
                        () -> world.ask(s -> s.whitelistEdits().remove(owner, Set.of(ids.getFirst()), null)),
                        () -> world.ask(s -> s.whitelistEdits().remove(owner, Set.of(ids.getLast()), null))));

                assertThat(AtOnce.failures(all)).singleElement().isInstanceOf(EveryCallStops.class);
                assertThat(entries(world, owner)).hasSize(1);
            }
        }
    }

    private static List<IpRange> remove(World world, Caller owner, List<UUID> ids, Long confirmed) {
        return world.ask(s -> s.whitelistEdits().remove(owner, ids, confirmed)).ranges();
    }

    private static Optional<IpRange> edit(World world, Caller owner, UUID id, Details seen, Details wanted) {
        return world.ask(s -> s.whitelistEdits().edit(owner, id, seen, wanted));
    }

    private static Caller owner(World world, String... ranges) {
        Caller owner = world.member(Role.OWNER);
        world.tell(s -> s.apiAccesses().enable(owner, null));
        world.tell(s -> s.whitelists()
                .add(owner, List.of(ranges).stream().map(IpRange::of).toList(), null, null));
        return owner;
    }

    private static List<NewEntry> numbered(int from, int to, String label) {
        return IntStream.range(from, to)
                .mapToObj(i -> entry("10." + i / 65536 + "." + i / 256 % 256 + "." + i % 256, label, null))
                .toList();
    }

    private static NewEntry entry(String range, String label, Instant end) {
        return new NewEntry(IpRange.of(range), label, end);
    }

    private static List<WhitelistEntry> entries(World world, Caller caller) {
        return world.ask(s -> s.whitelists().findView(caller)).orElseThrow().entries();
    }

    private static long version(World world, Caller caller) {
        return world.ask(s -> s.whitelists().findView(caller)).orElseThrow().version();
    }
}
