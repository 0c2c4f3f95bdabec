package io.saltgate.notices;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.OwnPolicies;
import io.saltgate.apiaccess.ApiStatus;
import io.saltgate.apiaccess.TokenReminders;
import io.saltgate.general.GeneralSettings;
import io.saltgate.platform.mail.MailSettings;
import io.saltgate.platform.web.PublicUrl;
import io.saltgate.signin.sessions.SessionSettings;
import io.saltgate.team.Role;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenAgeNoticesTest {

    private static final MailSettings ON = new MailSettings(
            Optional.of("localhost"), 25, MailSettings.Tls.NONE, Optional.empty(), "", "saltgate@example.com");

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void remindsOncePerPeriodOfThePolicy(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = enabled(world);
            policy(world, owner, 90);
            world.clock().turn(Duration.ofDays(90).minusSeconds(1));
            assertThat(remind(world)).isZero();

            world.clock().turn(Duration.ofSeconds(1));

            assertThat(remind(world)).isEqualTo(1);
            assertThat(letters(world)).extracting(Letter::code).containsExactly("token.due");
            world.clock().turn(Duration.ofDays(89));
            assertThat(remind(world)).as("within the period").isZero();
            world.clock().turn(Duration.ofDays(1));
            assertThat(remind(world)).as("of the next period").isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void remindsOnceAYearWithoutAPolicy(TestDatabase kind) {
        try (World world = new World(kind)) {
            enabled(world);
            world.clock().turn(Duration.ofDays(364));
            assertThat(remind(world)).isZero();

            world.clock().turn(Duration.ofDays(1));

            assertThat(remind(world)).isEqualTo(1);
            assertThat(letters(world)).extracting(Letter::code).containsExactly("token.old");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aNewTokenBeginsAnewAndTheOneThatIsKeptIsNoLongerTold(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = enabled(world);
            policy(world, owner, 10);
            world.clock().turn(Duration.ofDays(9));
            UUID token = status(world, owner).tokenId();
            world.tell(s -> s.apiAccesses().regenerate(owner, token, Duration.ofDays(7)));

            world.clock().turn(Duration.ofDays(9));
            assertThat(remind(world)).isZero();
            world.clock().turn(Duration.ofDays(1));
            assertThat(remind(world)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aPolicyThatIsOverdueWhenSetRemindsAtOnceAndOneThatChangesDoesNotRepeatIt(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = enabled(world);
            world.clock().turn(Duration.ofDays(100));
            policy(world, owner, 90);
            assertThat(remind(world)).isEqualTo(1);

            policy(world, owner, 30);
            assertThat(remind(world)).as("told just now").isZero();
            policy(world, owner, null);
            world.clock().turn(Duration.ofDays(30));
            assertThat(remind(world)).as("no policy").isZero();
            policy(world, owner, 30);
            assertThat(remind(world)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofTwoNodesOneReminds(TestDatabase kind) throws Exception {
        try (World world = new World(kind);
                World other = world.anotherNode()) {
            List<Caller> owners =
                    IntStream.range(0, 8).mapToObj(i -> enabled(world)).toList();
            owners.forEach(owner -> policy(world, owner, 1));
            world.clock().turn(Duration.ofDays(1));
            AtomicInteger calls = new AtomicInteger();

            AtOnce.run(
                    List.of(() -> calls.addAndGet(remindBravely(world)), () -> calls.addAndGet(remindBravely(other))));
            calls.addAndGet(remind(world)); // the one that lost a race left it to the next run

            assertThat(letters(world)).hasSize(8).allSatisfy(letter -> {
                assertThat(letter.times()).isEqualTo(1);
            });
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void whoeverSwitchedItOffHearsNothing(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = enabled(world);
            policy(world, owner, 1);
            world.tell(s -> new NoticeChoices(s.em(), s.audit()::append, ON)
                    .change(owner, EnumSet.complementOf(EnumSet.of(NoticeGroup.AGE))));
            world.clock().turn(Duration.ofDays(1));

            remind(world);

            assertThat(letters(world)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void thePageSaysHowOldTheTokenIsAndTheTrailWhoChangedThePolicy(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = enabled(world);
            assertThat(status(world, owner).age()).isEqualTo(new ApiStatus.TokenAge(0, null));
            policy(world, owner, 90);
            world.clock().turn(Duration.ofDays(95));

            assertThat(status(world, owner).age()).isEqualTo(new ApiStatus.TokenAge(95, 90));
            assertThat(status(world, owner).age().isOver()).isTrue();
            policy(world, owner, 90); // the same again
            assertThat(world.count(
                            "select count(*) from audit_entry where account_id = ?1"
                                    + " and code = 'account.token.policy.changed'",
                            owner))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void theMailSaysWhatToDoAndBlamesNobody(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = enabled(world);
            policy(world, owner, 1);
            world.clock().turn(Duration.ofDays(1));
            remind(world);

            String body = new NoticeText(new PublicUrl("https://console.example.com", ""))
                    .body(letters(world).getFirst());

            assertThat(body)
                    .contains("/settings/api/token/rotation", "is older than your account wants")
                    .doesNotContain("If nobody of your team did this");
        }
    }

    private static Caller enabled(World world) {
        Caller owner = world.member(Role.OWNER);
        world.tell(s -> s.apiAccesses().enable(owner));
        return owner;
    }

    private static void policy(World world, Caller owner, @Nullable Integer days) {
        world.tell(s -> new GeneralSettings(
                        s.accounts(),
                        null,
                        new OwnPolicies(s.audit()::append),
                        new TokenReminders(s.em()),
                        SessionSettings.DEFAULT,
                        world.clock())
                .renewTokenEvery(owner, days));
    }

    private static ApiStatus.Enabled status(World world, Caller caller) {
        return (ApiStatus.Enabled) world.ask(s -> s.apiAccesses().getStatus(caller));
    }

    /** @return how many tokens there were */
    private static int remind(World world) {
        int told = 0;
        while (world.ask(s -> new TokenAgeNotices(
                        s.em(), s.accounts(), new Notices(s.em(), s.members(), ON, world.clock()), world.clock())
                .tellNext())) {
            told++;
        }
        return told;
    }

    /** H2 makes the second of two wait, and may refuse it at last; a job tries again with its next run. */
    private static int remindBravely(World world) {
        try {
            return remind(world);
        } catch (RuntimeException e) {
            return 0;
        }
    }

    private static List<Letter> letters(World world) {
        return world.ask(s -> new NoticeQueue(s.em(), s.users(), world.clock()).claim());
    }
}
