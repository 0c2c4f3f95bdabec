package io.saltgate.notices;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.mail.MailSettings;
import io.saltgate.platform.web.Messages;
import io.saltgate.team.Role;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
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
        return Notices.TOLD;
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
