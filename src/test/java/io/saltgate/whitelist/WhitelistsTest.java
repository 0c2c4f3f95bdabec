package io.saltgate.whitelist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inet.ipaddr.IPAddress;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.apiaccess.ApiStatus;
import io.saltgate.gate.AccessPolicy;
import io.saltgate.gate.Decision;
import io.saltgate.gate.GateReader;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.team.Role;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.whitelist.Whitelists.Result;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WhitelistsTest {

    private static final int ROUNDS = 50;
    private static final String ENTRIES = "select count(*) from whitelist_entry where account_id = ?1";
    private static final String ADDED =
            "select count(*) from audit_entry where account_id = ?1 and code = 'whitelist.entry.added'";
    private static final String REMOVED =
            "select count(*) from audit_entry where account_id = ?1 and code = 'whitelist.entry.removed'";

    /** B11: {@code x} and {@code x/32} are one entry, and removing it closes the door. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void oneAddressInTwoSpellingsIsOneEntry(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = enforced(world, "10.0.0.1", "2001:DB8::1");

            assertThat(add(world, owner, "10.0.0.1/32").getFirst().result()).isEqualTo(Result.ALREADY_PRESENT);
            assertThat(add(world, owner, "2001:db8:0:0::1/128").getFirst().result())
                    .isEqualTo(Result.ALREADY_PRESENT);
            assertThat(mayCall(world, owner, "10.0.0.1")).isTrue();
            assertThat(mayCall(world, owner, "2001:db8::1")).isTrue();

            remove(world, owner, "10.0.0.1");
            remove(world, owner, "2001:db8::1");

            assertThat(mayCall(world, owner, "10.0.0.1")).isFalse();
            assertThat(mayCall(world, owner, "2001:db8::1")).isFalse();
        }
    }

    /** B12: overlap is taken with a note, and a removal that changes nothing says so. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void whatAWiderRangeCoversIsSaidWhenAddedAndWhenRemoved(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = enforced(world, "192.168.32.0/19");

            assertThat(add(world, owner, "192.168.44.237").getFirst().coveredBy())
                    .contains(IpRange.of("192.168.32.0/19"));
            assertThat(remove(world, owner, "192.168.44.237").remainsThrough()).contains(IpRange.of("192.168.32.0/19"));
            assertThat(mayCall(world, owner, "192.168.44.237")).isTrue();
            assertThat(remove(world, owner, "192.168.32.0/19").remainsThrough()).isEmpty();
            assertThat(mayCall(world, owner, "192.168.44.237")).isFalse();
        }
    }

    /** B14: accounts don't stand in each other's way. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void twoAccountsMayListTheSameAddress(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller one = enforced(world, "10.0.0.1");
            Caller other = enforced(world, "10.0.0.1");

            remove(world, one, "10.0.0.1");

            assertThat(mayCall(world, one, "10.0.0.1")).isFalse();
            assertThat(mayCall(world, other, "10.0.0.1")).isTrue();
        }
    }

    /** B3: a mapped caller is its IPv4 self; a mapped range is the range that it says, and not everything. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void mappedAddressesAndRangesAreTheirIpv4Selves(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = enforced(world, "203.0.113.0/24", "::ffff:10.0.0.0/104");

            assertThat(mayCall(world, owner, "::ffff:203.0.113.7")).isTrue();
            assertThat(mayCall(world, owner, "10.9.9.9")).isTrue();
            assertThat(mayCall(world, owner, "8.8.8.8")).isFalse();
            assertThat(mayCall(world, owner, "2001:db8::1")).isFalse();
        }
    }

    /** B25: ranges hold their addresses. B15: everything is everything of its own family. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void rangesHoldTheirAddressesAndEverythingOnlyItsFamily(TestDatabase kind) {
        try (World world = new World(kind)) {
            assertThat(mayCall(world, enforced(world, "10.0.0.0/8"), "10.1.2.3"))
                    .isTrue();
            Caller open = enforced(world, "0.0.0.0/0");
            assertThat(mayCall(world, open, "8.8.8.8")).isTrue();
            assertThat(mayCall(world, open, "2001:db8::1")).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void anEntryLetsNobodyThroughFromItsEndOnAndIsThenCleanedUpOnce(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            Caller owner = enforced(world);
            world.tell(s -> s.whitelists()
                    .add(
                            owner,
                            List.of(IpRange.of("10.0.0.1"), IpRange.of("10.0.0.2")),
                            null,
                            world.clock().instant().plus(Duration.ofHours(1))));
            add(world, owner, "10.0.0.3");
            assertThat(mayCall(world, owner, "10.0.0.1")).isTrue();

            world.clock().turn(Duration.ofHours(1));
            assertThat(mayCall(world, owner, "10.0.0.1")).isFalse();
            assertThat(add(world, owner, "10.0.0.2").getFirst().result())
                    .as("what is over makes room for a new one")
                    .isEqualTo(Result.NEW);
            Set<AccountId> due = world.ask(s -> s.whitelistCleanup().findDue());
            assertThat(due)
                    .as("a node whose clock is ahead takes nothing away early")
                    .isEmpty();

            world.tell(s -> s.em().createNativeQuery(
                            "update whitelist_entry set expires_at = current_timestamp where account_id = ?1 and expires_at is not null")
                    .setParameter(1, owner.requireAccount().value())
                    .executeUpdate());
            List<Future<Void>> all = AtOnce.run(Collections.nCopies(
                    6,
                    () -> world.ask(s -> s.whitelistCleanup().findDue())
                            .forEach(account ->
                                    world.ask(s -> s.whitelistCleanup().removeExpired(account)))));

            assertThat(AtOnce.failures(all)).isEmpty();
            assertThat(world.count(ENTRIES, owner)).isEqualTo(2);
            assertThat(world.count(
                            "select count(*) from audit_entry where account_id = ?1 and code = 'whitelist.entry.expired'",
                            owner))
                    .isEqualTo(1);
            assertThat(mayCall(world, owner, "10.0.0.2")).isTrue();
            assertThat(mayCall(world, owner, "10.0.0.3")).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void anEntryThatIsOverCoversNothing(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = enforced(world);
            world.tell(s -> s.whitelists()
                    .add(
                            owner,
                            List.of(IpRange.of("10.0.0.0/8")),
                            null,
                            world.clock().instant().plus(Duration.ofHours(1))));
            assertThat(add(world, owner, "10.0.0.1").getFirst().coveredBy()).contains(IpRange.of("10.0.0.0/8"));

            world.clock().turn(Duration.ofHours(1));

            assertThat(add(world, owner, "10.0.0.2").getFirst().coveredBy()).isEmpty();
            assertThat(remove(world, owner, "10.0.0.1").remainsThrough()).isEmpty();
            assertThat(mayCall(world, owner, "10.0.0.1")).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void theListIsInTheOrderInWhichItWasTyped(TestDatabase kind) {
        try (World world = new World(kind)) {
            String[] typed = IntStream.range(0, 40)
                    .mapToObj(i -> "10.0.0." + i * 77 % 256)
                    .toArray(String[]::new);
            Caller owner = enforced(world, typed);
            add(world, owner, "10.0.1.2", "10.0.1.1");

            assertThat(entries(world, owner))
                    .extracting(entry -> entry.range().toString())
                    .startsWith(typed)
                    .endsWith("10.0.1.2", "10.0.1.1");
        }
    }

    /** As calls add them: each with its own label and end, and one range twice. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void entriesOfOneCallHaveTheirOwnLabelAndTheFirstOfTwoCounts(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = enforced(world, "10.0.0.9");

            List<Whitelists.Added> added = world.ask(s -> s.whitelists()
                    .add(
                            owner,
                            List.of(
                                    new Whitelists.NewEntry(IpRange.of("10.0.0.1"), "first", null),
                                    new Whitelists.NewEntry(IpRange.of("10.0.0.1"), "second", null),
                                    new Whitelists.NewEntry(IpRange.of("10.0.0.9"), "there", null))));

            assertThat(added)
                    .extracting(Whitelists.Added::result)
                    .containsExactly(Result.NEW, Result.ALREADY_PRESENT, Result.ALREADY_PRESENT);
            assertThat(added.get(1).id()).isEqualTo(added.get(0).id());
            assertThat(entries(world, owner))
                    .extracting(WhitelistEntry::label)
                    .containsExactlyInAnyOrder(null, "first");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void savesAllOfAFormOrNothing(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = enforced(world);
            List<IpRange> tooMany = IntStream.rangeClosed(0, Whitelists.MAX_ENTRIES)
                    .mapToObj(i -> IpRange.of("10." + i / 65536 + "." + i / 256 % 256 + "." + i % 256))
                    .toList();

            assertThatThrownBy(() -> world.tell(s -> s.whitelists().add(owner, tooMany, null, null)))
                    .isInstanceOf(WhitelistFull.class);
            assertThat(world.count(ENTRIES, owner)).isZero();

            world.tell(s -> s.whitelists().add(owner, tooMany.subList(1, tooMany.size()), null, null));
            assertThat(world.count(ENTRIES, owner)).isEqualTo(Whitelists.MAX_ENTRIES);
            assertThatThrownBy(() -> add(world, owner, "192.0.2.1")).isInstanceOf(WhitelistFull.class);
            assertThat(mayCall(world, owner, "10.0.39.16")).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void thereIsNoListWhileTheApiIsOff(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);

            assertThat(world.ask(s -> s.whitelists().findView(owner)).isPresent())
                    .isFalse();
            assertThatThrownBy(() -> add(world, owner, "10.0.0.1")).isInstanceOf(WhitelistClosed.class);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void turningTheListOffKeepsItAndAModeFormFromBeforeAnEditDoesNothing(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = enforced(world, "10.0.0.1");
            long seen = version(world, owner);
            world.tell(s -> s.whitelists().setMode(owner, Whitelist.Mode.OFF, seen));
            assertThat(world.count(ENTRIES, owner)).isEqualTo(1);
            assertThat(mayCall(world, owner, "8.8.8.8")).isTrue();

            assertThatThrownBy(() -> world.tell(s -> s.whitelists().setMode(owner, Whitelist.Mode.ENFORCED, seen)))
                    .isInstanceOf(WhitelistChanged.class);
        }
    }

    /** As a script does that sets what it wants again and again. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void settingTheModeThatItHasChangesNothing(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = enforced(world, "10.0.0.1");
            long version = version(world, owner);
            String entries = "select count(*) from audit_entry where account_id = ?1";
            long before = world.count(entries, owner);

            world.tell(s -> s.whitelists().setMode(owner, Whitelist.Mode.ENFORCED, null));

            assertThat(version(world, owner)).isEqualTo(version);
            assertThat(world.count(entries, owner)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void anEntryAddedManyTimesAtOnceIsThereOnce(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            for (int round = 0; round < ROUNDS; round++) {
                Caller owner = enforced(world);

                List<Future<Void>> all = AtOnce.run(Collections.nCopies(4, () -> add(world, owner, "10.0.0.1")));

                assertThat(AtOnce.failures(all)).isEmpty();
                assertThat(world.count(ENTRIES, owner)).isEqualTo(1);
                assertThat(world.count(ADDED, owner)).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void anEntryRemovedManyTimesAtOnceIsRemovedOnce(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            for (int round = 0; round < ROUNDS; round++) {
                Caller owner = enforced(world, "10.0.0.1");
                UUID id = entries(world, owner).getFirst().id();

                List<Future<Void>> all = AtOnce.run(Collections.nCopies(
                        4, () -> world.ask(s -> s.whitelists().remove(owner, id))));

                assertThat(AtOnce.failures(all)).isEmpty();
                assertThat(world.count(ENTRIES, owner)).isZero();
                assertThat(world.count(REMOVED, owner)).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aModeSetWhileTheApiIsDisabledLeavesNoList(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            for (int round = 0; round < ROUNDS; round++) {
                Caller owner = enforced(world, "10.0.0.1");
                long version = version(world, owner);
                UUID enabling =
                        ((ApiStatus.Enabled) world.ask(s -> s.apiAccesses().getStatus(owner))).enablingId();

                List<Future<Void>> all = AtOnce.run(List.of(
                        () -> world.tell(s -> s.whitelists().setMode(owner, Whitelist.Mode.REPORT_ONLY, version)),
                        () -> world.tell(s -> s.apiAccesses().disable(owner, enabling)),
                        () -> add(world, owner, "10.0.0.2")));

                assertThat(AtOnce.failures(all))
                        .allSatisfy(failure ->
                                assertThat(failure).isInstanceOfAny(WhitelistClosed.class, WhitelistChanged.class));
                assertThat(all.get(1).state()).isEqualTo(Future.State.SUCCESS);
                assertThat(world.count(ENTRIES, owner)).isZero();
                assertThat(world.count("select count(*) from whitelist where account_id = ?1", owner))
                        .isZero();
            }
        }
    }

    private static Caller enforced(World world, String... ranges) {
        Caller owner = world.member(Role.OWNER);
        world.tell(s -> s.apiAccesses().enable(owner, null));
        if (ranges.length > 0) {
            add(world, owner, ranges);
        }
        world.tell(s -> s.whitelists().setMode(owner, Whitelist.Mode.ENFORCED, version(world, owner)));
        return owner;
    }

    private static List<Whitelists.Added> add(World world, Caller caller, String... ranges) {
        List<IpRange> parsed = Arrays.stream(ranges)
                .map(range -> ((IpRange.Parsed.Ok) IpRange.parse(range)).range())
                .toList();
        return world.ask(s -> s.whitelists().add(caller, parsed, null, null));
    }

    private static Whitelists.Removed remove(World world, Caller caller, String range) {
        UUID id = entries(world, caller).stream()
                .filter(entry -> entry.range().equals(IpRange.of(range)))
                .findFirst()
                .orElseThrow()
                .id();
        return world.ask(s -> s.whitelists().remove(caller, id)).orElseThrow();
    }

    private static List<WhitelistEntry> entries(World world, Caller caller) {
        return world.ask(s -> s.whitelists().findView(caller)).orElseThrow().entries();
    }

    private static long version(World world, Caller caller) {
        return world.ask(s -> s.whitelists().findView(caller)).orElseThrow().version();
    }

    private static boolean mayCall(World world, Caller owner, String from) {
        String token = world.ask(s -> s.apiAccesses()
                        .revealToken(new Caller(
                                owner.kind(),
                                owner.id(),
                                owner.account(),
                                owner.permissions(),
                                world.clock().instant(),
                                null)))
                .reveal();
        IPAddress address = IpAddresses.parse(from).orElseThrow();
        return AccessPolicy.decide(
                        new GateReader(world).state(token).orElseThrow(),
                        null,
                        address,
                        world.clock().instant())
                instanceof Decision.Allowed;
    }
}
