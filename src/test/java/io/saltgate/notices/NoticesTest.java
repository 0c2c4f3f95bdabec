package io.saltgate.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.mail.MailSettings;
import io.saltgate.platform.web.Messages;
import io.saltgate.team.Role;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.whitelist.IpRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class NoticesTest {

    private static final MailSettings ON = new MailSettings(
            Optional.of("localhost"), 25, MailSettings.Tls.NONE, Optional.empty(), "", "saltgate@example.com");
    private static final MailSettings OFF =
            new MailSettings(Optional.empty(), 25, MailSettings.Tls.NONE, Optional.empty(), "", "");

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void tellsEveryOwnerAndNobodyElse(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            Caller other = world.colleague(owner, Role.OWNER);
            Caller developer = world.colleague(owner, Role.DEVELOPER);

            announce(world, ON, AccountEvent.of("api.paused", developer, null));

            List<Letter> letters = claim(world);
            assertThat(letters)
                    .extracting(Letter::to)
                    .containsExactlyInAnyOrder(email(world, owner), email(world, other));
            assertThat(letters).allSatisfy(letter -> {
                assertThat(letter.account()).isEqualTo("Acme");
                assertThat(letter.times()).isEqualTo(1);
                assertThat(letter.by()).hasValue("Colleague <" + email(world, developer) + ">");
                assertThat(letter.address()).hasValue("198.51.100.7");
            });
        }
    }

    /** Whom the team invites itself is no news to its owners. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void tellsOfAnOwnerWhomAnOperatorInvites(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            announce(world, ON, AccountEvent.of("member.invited", owner, "a@example.com"));
            assertThat(claim(world)).isEmpty();

            Caller operator = new Caller(
                    Caller.Kind.OPERATOR, owner.id(), owner.account(), Set.of(), Instant.now(), "198.51.100.7");
            announce(world, ON, AccountEvent.of("member.invited", operator, "a@example.com"));
            assertThat(claim(world)).extracting(Letter::code).containsExactly("member.invited");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void operatorsSeeHowManyWait(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            assertThat(backlog(world, ON, owner))
                    .isEqualTo(new MailQueue.Backlog(Optional.of("localhost:25"), 0, 0, Optional.empty()));
            assertThat(backlog(world, OFF, owner).server()).isEmpty();

            announce(world, ON, AccountEvent.of("api.paused", owner, null));
            announce(world, ON, AccountEvent.of("api.enabled", owner, null));
            assertThat(backlog(world, ON, owner).waiting()).isEqualTo(2);
            assertThat(backlog(world, ON, owner).retried()).isZero();
            assertThat(backlog(world, ON, owner).nextAt()).isPresent();

            assertThat(claim(world)).hasSize(2);
            assertThat(backlog(world, ON, owner).waiting()).as("not sent yet").isEqualTo(2);
        }
    }

    private static MailQueue.Backlog backlog(World world, MailSettings settings, Caller caller) {
        return world.ask(s -> new MailQueue(s.em(), settings).getBacklog(caller));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void storesNothingWithoutMailOrForWhatIsNotTold(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);

            announce(world, OFF, AccountEvent.of("api.paused", owner, null));
            announce(world, ON, AccountEvent.of("whitelist.exported", owner, null));

            assertThat(world.count("select count(*) from notice where account_id = ?1", owner))
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void leavesOutWhatAnOwnerHasSwitchedOff(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            Caller other = world.colleague(owner, Role.OWNER);
            Set<NoticeGroup> fewer = EnumSet.complementOf(EnumSet.of(NoticeGroup.API));
            world.tell(s -> choices(s).change(owner, fewer));
            world.tell(s -> choices(s).change(owner, fewer)); // the same again
            Set<NoticeGroup> chosen = world.ask(s -> choices(s).get(owner));
            assertThat(chosen).isEqualTo(fewer);

            announce(world, ON, AccountEvent.of("api.paused", owner, null));
            announce(world, ON, AccountEvent.of("salt.copied", owner, null));

            assertThat(claim(world))
                    .extracting(Letter::to, Letter::code)
                    .containsExactlyInAnyOrder(
                            tuple(email(world, other), "api.paused"),
                            tuple(email(world, other), "salt.copied"),
                            tuple(email(world, owner), "salt.copied"));
            world.tell(s -> choices(s).change(owner, EnumSet.allOf(NoticeGroup.class)));
            announce(world, ON, AccountEvent.of("api.enabled", owner, null));
            assertThat(claim(world)).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void tellsOfCopiedSecretsOnceADayAndOfNewOwners(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            announce(world, ON, AccountEvent.of("token.copied", owner, null));
            Letter first = claim(world).getFirst();
            tell(world, queue -> queue.settle(first));
            announce(world, ON, AccountEvent.of("token.copied", owner, null));
            announce(world, ON, AccountEvent.of("token.copied", owner, null));
            world.clock().turn(Duration.ofHours(23));
            assertThat(claim(world)).isEmpty();
            world.clock().turn(Duration.ofHours(1));
            assertThat(claim(world)).extracting(Letter::times).containsExactly(2);

            announce(
                    world,
                    ON,
                    AccountEvent.of("member.role.changed", owner, "x").with("to", "OWNER"));
            announce(world, ON, AccountEvent.of("member.joined", owner, "x").with("role", "OWNER"));
            announce(world, ON, AccountEvent.of("member.joined", owner, "x").with("role", "ADMIN"));
            assertThat(claim(world))
                    .extracting(Letter::code, Letter::times)
                    .containsExactly(tuple("member.owner.added", 2));
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void tellsOnceOfWhatEndsSoonAndAgainIfItsEndMoves(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            world.tell(s -> s.apiAccesses().enable(owner));
            world.tell(s -> s.whitelists()
                    .add(
                            owner,
                            List.of(IpRange.of("203.0.113.7")),
                            null,
                            world.clock().instant().plus(Duration.ofDays(3))));
            assertThat(endings(world)).isFalse();
            world.clock().turn(Duration.ofDays(2).plusHours(1));

            assertThat(endings(world)).isTrue();
            assertThat(endings(world)).as("once").isFalse();
            Letter letter = claim(world).getFirst();
            assertThat(letter.code()).isEqualTo("whitelist.entry.ending");
            assertThat(letter.by()).isEmpty();
            tell(world, queue -> queue.settle(letter));
            world.tell(s -> s.em().createNativeQuery("update whitelist_entry set expires_at = ?1 where account_id = ?2")
                    .setParameter(1, Columns.utc(world.clock().instant().plusSeconds(60)))
                    .setParameter(2, owner.requireAccount().value())
                    .executeUpdate());
            assertThat(endings(world)).isTrue();
        }
    }

    private static boolean endings(World world) {
        return world.ask(
                s -> new EndingNotices(s.em(), new Notices(s.em(), s.members(), ON, world.clock()), world.clock())
                        .tellNext(EndingNotices.Kind.ENTRY));
    }

    private static NoticeChoices choices(World.Services s) {
        return new NoticeChoices(s.em(), s.audit()::append, ON);
    }

    /** A member who pauses and resumes in a loop must not fill the owners' mail boxes. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void tellsWhatHappensAgainSoonAfterInOneMail(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            announce(world, ON, AccountEvent.of("api.paused", owner, null));
            Letter first = claim(world).getFirst();
            world.clock().turn(Duration.ofSeconds(5));
            announce(world, ON, AccountEvent.of("api.paused", owner, null)); // while the first is being sent
            tell(world, queue -> queue.settle(first));
            for (int i = 0; i < 98; i++) {
                announce(world, ON, AccountEvent.of("api.paused", owner, null));
            }
            assertThat(claim(world)).isEmpty();

            world.clock().turn(Notice.QUIET);

            assertThat(claim(world)).singleElement().satisfies(letter -> {
                assertThat(letter.times()).isEqualTo(99);
            });
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void givesEachNoticeToOneNodeOnly(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            for (int i = 0; i < 9; i++) {
                world.colleague(owner, Role.OWNER);
            }
            announce(world, ON, AccountEvent.of("token.regenerated", owner, null));
            AtomicInteger claimed = new AtomicInteger();
            try (World other = world.anotherNode()) {
                AtOnce.run(List.of(
                        () -> claimed.addAndGet(claim(world).size()),
                        () -> claimed.addAndGet(claim(other).size())));
            }
            claimed.addAndGet(claim(world).size()); // who lost a race gets nothing, and the next run finds it
            assertThat(claimed).hasValue(10);
        }
    }

    /** A node that dies while it sends gives nothing back. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void handsOutAgainWhatNobodySettled(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            announce(world, ON, AccountEvent.of("api.disabled", owner, null));
            assertThat(claim(world)).hasSize(1);
            assertThat(claim(world)).isEmpty();

            world.clock().turn(Notice.LEASE);

            assertThat(claim(world)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void waitsLongerAfterEachFailureAndGivesUpAfterOverADay(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            announce(world, ON, AccountEvent.of("api.enabled", owner, null));
            Duration waited = Duration.ZERO;
            boolean again = true;
            for (int attempt = 0; again; attempt++) {
                Letter letter = claim(world).getFirst();
                again = world.ask(s -> queue(s, world).putOff(letter));
                Duration pause = Duration.ofMinutes(1L << attempt);
                if (again) {
                    world.clock().turn(pause.minusSeconds(1));
                    assertThat(claim(world)).isEmpty();
                    world.clock().turn(Duration.ofSeconds(1));
                    waited = waited.plus(pause);
                }
            }
            assertThat(waited).isBetween(Duration.ofDays(1), Duration.ofDays(2));
            world.clock().turn(Duration.ofDays(2));
            assertThat(claim(world)).isEmpty();
            tell(world, NoticeQueue::deleteSent);
            assertThat(world.count("select count(*) from notice where account_id = ?1", owner))
                    .isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("told")
    void hasWordsForAllThatIsTold(String code) {
        assertThat(Messages.get(Locale.ENGLISH, "notice." + code, "Acme"))
                .contains("Acme")
                .doesNotEndWith(".");
    }

    static Set<String> told() {
        return Arrays.stream(NoticeGroup.values())
                .flatMap(group -> group.codes().stream())
                .collect(Collectors.toSet());
    }

    private interface Step {
        void take(NoticeQueue queue);
    }

    private static void announce(World world, MailSettings settings, AccountEvent event) {
        world.tell(s -> {
            s.accounts().lock(event.account());
            new Notices(s.em(), s.members(), settings, world.clock()).hear(event);
        });
    }

    private static List<Letter> claim(World world) {
        return world.ask(s -> queue(s, world).claim());
    }

    private static void tell(World world, Step step) {
        world.tell(s -> step.take(queue(s, world)));
    }

    private static NoticeQueue queue(World.Services services, World world) {
        return new NoticeQueue(services.em(), services.users(), world.clock());
    }

    private static String email(World world, Caller caller) {
        return world.ask(s -> s.users().find(caller.requireUser()).orElseThrow().email());
    }
}
