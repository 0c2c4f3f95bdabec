package io.saltgate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.NotFound;
import io.saltgate.audit.AuditEntries.Line;
import io.saltgate.audit.AuditEntries.Slice;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.users.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuditEntriesTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void pagesFromTheNewestToTheOldestAndBack(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            announce(world, owner, 124);
            announce(world, world.member(Role.OWNER), 1);
            List<Long> seqs = new ArrayList<>();

            Slice first = slice(world, owner, null);
            Slice second = slice(world, owner, first.older());
            Slice third = slice(world, owner, second.older());

            for (Slice slice : List.of(first, second, third)) {
                slice.lines().forEach(line -> seqs.add(line.seq()));
            }
            assertThat(seqs)
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, 125)
                            .map(i -> 126 - i)
                            .boxed()
                            .toList());
            assertThat(first.newest()).isTrue();
            assertThat(first.newer()).isNull();
            assertThat(second.newest()).isFalse();
            assertThat(third.older()).isNull();
            Slice secondAgain = slice(world, owner, AuditFilter.ALL, null, third.newer());
            assertThat(secondAgain.lines()).isEqualTo(second.lines());
            assertThat(slice(world, owner, AuditFilter.ALL, null, second.newer()))
                    .isEqualTo(first);
            assertThat(slice(world, owner, secondAgain.older()).lines()).isEqualTo(third.lines());

            announce(world, owner, 7);
            assertThat(slice(world, owner, first.older()).lines())
                    .as("a page doesn't change when entries come")
                    .isEqualTo(second.lines());
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void exactlyOnePageHasNoOlderOne(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            announce(world, owner, 49);

            assertThat(slice(world, owner, null).lines()).hasSize(50);
            assertThat(slice(world, owner, null).older()).isNull();
            assertThat(slice(world, owner, 1L).lines()).isEmpty();
            assertThat(slice(world, owner, 1L).newest()).isFalse();
            assertThat(slice(world, owner, 51L).newest()).isTrue();
            assertThat(slice(world, owner, 999_999_999_999_999_999L).lines()).hasSize(50);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void namesPeopleWhereverTheyAreSpokenOf(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            Caller other = world.member(Role.AUDITOR);
            world.tell(s -> s.audit()
                    .append(AccountEvent.of("thing.done", owner, other.id()).with("by", other.id())));

            Slice slice = slice(world, owner, null);

            assertThat(slice.people()).containsOnlyKeys(owner.id(), other.id());
            assertThat(slice.people().get(owner.id()).name()).isEqualTo("Meera");
            assertThat(slice.lines().getFirst())
                    .extracting(Line::actor, Line::address, Line::subject)
                    .containsExactly(owner.id(), "198.51.100.7", other.id().toString());
        }
    }

    /** C32: who is named as the owner is has entries that can be told from the owner's. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void namesTheEmailAddressBesideAName(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            Caller namesake = world.ask(s -> world.caller(
                    owner.requireAccount(),
                    s.users()
                            .create(EmailAddress.parse("namesake@example.com").orElseThrow(), "Meera", false)
                            .id(),
                    Role.ADMIN));
            announce(world, owner, 1);
            announce(world, namesake, 1);

            Slice slice = slice(world, owner, null);

            assertThat(slice.lines().stream()
                            .limit(2)
                            .map(line -> slice.people().get(line.actor())))
                    .extracting(AuditEntries.Person::name)
                    .containsOnly("Meera");
            assertThat(slice.people().get(slice.lines().getFirst().actor()).email())
                    .isEqualTo("namesake@example.com");
            assertThat(slice.people().get(owner.id()).email()).isNotEqualTo("namesake@example.com");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void findsByEachPartOfAFilterAndByAllOfThem(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            Caller other = world.colleague(owner, Role.ADMIN);
            Instant began = world.clock().instant();
            announce(world, owner, 3);
            world.tell(s -> s.audit()
                    .append(AccountEvent.of("whitelist.entry.added", other, "10.0.0.0/8")
                            .with("label", "Büro West")));
            world.clock().turn(Duration.ofHours(3));
            Instant later = world.clock().instant();
            announce(world, other, 2);
            announce(world, world.member(Role.OWNER), 1);

            assertThat(found(world, owner, by(other.id(), null, null))).hasSize(3);
            assertThat(found(world, owner, by(null, "thing.done", null))).hasSize(5);
            assertThat(found(world, owner, by(other.id(), "thing.done", null))).hasSize(2);
            assertThat(found(world, owner, by(null, null, "büro w"))).containsExactly("whitelist.entry.added");
            assertThat(found(world, owner, by(null, null, "10.0.0.0/8"))).containsExactly("whitelist.entry.added");
            assertThat(found(world, owner, by(null, null, "%"))).isEmpty();
            assertThat(found(world, owner, from("198.51.100.7"))).hasSize(6);
            assertThat(found(world, owner, from("192.0.2.1"))).isEmpty();
            assertThat(found(world, owner, between(later, null))).hasSize(2);
            assertThat(found(world, owner, between(began, later))).hasSize(4);
            assertThat(found(world, owner, between(null, began))).containsExactly("account.created");
            assertThat(found(
                            world,
                            owner,
                            new AuditFilter(
                                    null,
                                    Set.of("SYSTEM"),
                                    null,
                                    Set.of("account.", "api."),
                                    null,
                                    null,
                                    null,
                                    null,
                                    Set.of())))
                    .containsExactly("account.created");
            assertThat(found(
                            world,
                            owner,
                            new AuditFilter(
                                    null,
                                    Set.of(),
                                    null,
                                    Set.of(),
                                    null,
                                    null,
                                    null,
                                    "Whitelist entry added",
                                    Set.of("whitelist.entry.added"))))
                    .containsExactly("whitelist.entry.added");
        }
    }

    /** A filter that hardly anything fits: each page is bounded, and the pages together find all. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void looksThroughALongTrailPageByPage(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            world.tell(s -> s.audit().append(AccountEvent.of("thing.done", owner, "needle")));
            announce(world, owner, AuditLog.MAX_SCANNED);
            AuditFilter needle = by(null, null, "needle");

            Slice first = slice(world, owner, needle, null, null);
            Slice second = slice(world, owner, needle, first.older(), null);

            assertThat(first.lines()).isEmpty();
            assertThat(second.lines()).hasSize(1);
            assertThat(second.older()).isNull();
            assertThat(slice(world, owner, needle, null, 0L).lines()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void showsOneEntryOfTheCallersAccountOnly(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            announce(world, owner, 1);
            Caller stranger = world.member(Role.OWNER);

            assertThat(entry(world, owner, 2).lines()).extracting(Line::code).containsExactly("thing.done");
            assertThatExceptionOfType(NotFound.class).isThrownBy(() -> entry(world, owner, 3));
            assertThatExceptionOfType(NotFound.class).isThrownBy(() -> entry(world, stranger, 2));
        }
    }

    /** However long the trail is, a piece is in memory at a time; what is written meanwhile is no part of it. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void exportsPieceByPieceAndRecordsIt(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            announce(world, owner, AuditEntries.EXPORT_SIZE + 10);
            long below = world.ask(s -> entries(s).beginExport(owner, "CSV", false));
            List<Long> seqs = new ArrayList<>();

            Slice first = world.ask(s -> entries(s).export(owner, AuditFilter.ALL, 0, below));
            announce(world, owner, 5);
            Slice second = world.ask(s -> entries(s).export(owner, AuditFilter.ALL, first.newer(), below));

            assertThat(first.lines()).hasSize(AuditEntries.EXPORT_SIZE);
            assertThat(second.newer()).isNull();
            for (Slice slice : List.of(first, second)) {
                slice.lines().forEach(line -> seqs.add(line.seq()));
            }
            assertThat(seqs)
                    .containsExactlyElementsOf(LongStream.range(1, AuditEntries.EXPORT_SIZE + 12)
                            .boxed()
                            .toList());
            assertThat(entry(world, owner, below).lines())
                    .extracting(Line::code, Line::parameters)
                    .containsExactly(tuple("audit.exported", Map.of("format", "CSV", "filtered", "false")));
        }
    }

    /** However many members there are, a page reads a few, and anyone can be named by address. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void offersSomeOfManyMembersAndFindsEachByAddress(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            Caller last = owner;
            for (int i = 0; i < AuditPeople.MAX_OFFERED + 9; i++) {
                last = world.colleague(owner, Role.AUDITOR);
            }
            UUID lastId = last.requireUser();
            Caller elsewhere = world.member(Role.OWNER);

            assertThat(List.copyOf(world.ask(s -> entries(s).offerActors(owner)).values()))
                    .hasSize(AuditPeople.MAX_OFFERED)
                    .isSortedAccordingTo(
                            Comparator.comparing(AuditEntries.Person::name).thenComparing(AuditEntries.Person::email));
            Map<UUID, AuditEntries.Person> alone = world.ask(s -> entries(s).offerActors(elsewhere));
            assertThat(alone).containsOnlyKeys(elsewhere.id());
            String email = world.ask(s -> s.users().find(lastId).orElseThrow().email());
            Optional<UUID> found = world.ask(s -> entries(s).findActor(owner, email));
            Optional<UUID> nobody = world.ask(s -> entries(s).findActor(owner, "nobody@example.com"));
            assertThat(found).contains(lastId);
            assertThat(nobody).isEmpty();
        }
    }

    private static AuditEntries entries(World.Services s) {
        return new AuditEntries(s.em(), new AuditLog(s.em()), s.audit()::append);
    }

    private static Slice entry(World world, Caller caller, long seq) {
        return world.ask(s -> entries(s).get(caller, seq));
    }

    private static List<String> found(World world, Caller caller, AuditFilter filter) {
        return slice(world, caller, filter, null, null).lines().stream()
                .map(Line::code)
                .toList();
    }

    private static AuditFilter by(UUID actor, String code, String text) {
        return new AuditFilter(actor, Set.of(), code, Set.of(), null, null, null, text, Set.of());
    }

    private static AuditFilter from(String address) {
        return new AuditFilter(null, Set.of(), null, Set.of(), address, null, null, null, Set.of());
    }

    private static AuditFilter between(Instant from, Instant until) {
        return new AuditFilter(null, Set.of(), null, Set.of(), null, from, until, null, Set.of());
    }

    /** The page must still open on a trail that somebody has tampered with. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void showsParametersThatAreNoneAsTheyAre(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            Tampering tampering = new Tampering(world);
            for (String parameters : List.of("", "[]", "{", "<b>", "{\"a\":1}")) {
                tampering.execute(
                        "update audit_entry set parameters = ? where chain_id = ?",
                        parameters,
                        owner.requireAccount().value());

                assertThat(slice(world, owner, null).lines().getFirst().parameters())
                        .isEqualTo(parameters.startsWith("{\"") ? Map.of("a", "1") : Map.of("", parameters));
            }
        }
    }

    private static Slice slice(World world, Caller caller, Long before) {
        return slice(world, caller, AuditFilter.ALL, before, null);
    }

    private static Slice slice(World world, Caller caller, AuditFilter filter, Long before, Long after) {
        return world.ask(s -> entries(s).getSlice(caller, filter, before, after));
    }

    private static void announce(World world, Caller owner, int times) {
        world.tell(s -> {
            for (int i = 0; i < times; i++) {
                s.audit().append(AccountEvent.of("thing.done", owner, null));
            }
        });
    }
}
