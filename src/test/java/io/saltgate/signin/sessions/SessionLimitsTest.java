package io.saltgate.signin.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.OwnPolicies;
import io.saltgate.accounts.RecentSignInRequired;
import io.saltgate.apiaccess.TokenReminders;
import io.saltgate.general.GeneralSettings;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionLimitsTest {

    private static final SessionOrigin ORIGIN = new SessionOrigin(null, null);

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void anAccountEndsSessionsSoonerOnEveryPage(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            limit(world, owner, 5, null);
            SessionId session = start(world, owner);
            world.clock().turn(Duration.ofMinutes(5).minusSeconds(1));
            assertThat(isLive(world, session, owner)).isTrue();
            assertThat(timeLeft(world, session)).isEqualTo(300);

            world.clock().turn(Duration.ofMinutes(5));

            assertThat(find(world, session)).as("on a page of no account").isEmpty();
            assertThat(isLive(world, session, owner)).isFalse();
            assertThat(world.<Integer>ask(
                            s -> s.ownSessions().list(owner, session).size()))
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void workDoesNotStretchTheLifetime(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            limit(world, owner, null, 1);
            SessionId session = start(world, owner);
            for (int i = 0; i < 5; i++) {
                world.clock().turn(Duration.ofMinutes(10));
                assertThat(find(world, session)).isPresent();
            }
            world.clock().turn(Duration.ofMinutes(10));
            assertThat(find(world, session)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofSeveralAccountsTheShortestTimeCountsUntilThePersonLeaves(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            Caller strict = world.member(Role.OWNER);
            limit(world, owner, 10, null);
            limit(world, strict, 5, null);
            Caller guest = world.ask(s -> {
                s.members().add(strict.requireAccount(), owner.requireUser(), Role.AUDITOR);
                return owner;
            });
            SessionId session = start(world, guest);
            assertThat(timeLeft(world, session)).isEqualTo(300);

            world.tell(s -> s.em().remove(s.members()
                    .find(strict.requireAccount(), owner.requireUser())
                    .orElseThrow()));

            assertThat(timeLeft(world, session)).isEqualTo(600);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aShorterTimeEndsWhatLastsAndALongerOneAsksForARecentSignIn(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            SessionId session = start(world, owner);
            world.clock().turn(Duration.ofMinutes(14));
            assertThat(isLive(world, session, owner)).isTrue();
            world.clock().turn(Duration.ofMinutes(2)); // the owner's sign-in is no longer recent
            limit(world, owner, 5, 2);
            assertThat(isLive(world, session, owner)).isFalse();

            assertThatThrownBy(() -> limit(world, owner, 6, 2)).isInstanceOf(RecentSignInRequired.class);
            assertThatThrownBy(() -> limit(world, owner, 5, null)).isInstanceOf(RecentSignInRequired.class);
            limit(world, owner, 5, 1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void neverEndsThemLaterThanTheInstallationSays(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            world.tell(s -> s.em().createNativeQuery(
                            "update account set session_idle_minutes = 600, session_lifetime_hours = 600 where id = ?1")
                    .setParameter(1, owner.requireAccount().value())
                    .executeUpdate());
            SessionId session = start(world, owner);
            assertThat(timeLeft(world, session)).isEqualTo(900);
            assertThatThrownBy(() -> limit(world, owner, 16, null)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> limit(world, owner, 4, null)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> limit(world, owner, null, 13)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void theTrailSaysWhatWasAndWhatIs(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            limit(world, owner, 5, 1);
            limit(world, owner, 5, 1); // the same again
            String changes = "select count(*) from audit_entry where account_id = ?1"
                    + " and code = 'account.session.policy.changed'";
            assertThat(world.count(changes, owner)).isEqualTo(1);
        }
    }

    private static void limit(World world, Caller owner, @Nullable Integer minutes, @Nullable Integer hours) {
        world.tell(s -> new GeneralSettings(
                        s.accounts(),
                        null,
                        new OwnPolicies(s.audit()::append),
                        new TokenReminders(s.em()),
                        SessionSettings.DEFAULT,
                        world.clock())
                .limitSessions(owner, minutes, hours));
    }

    private static SessionId start(World world, Caller person) {
        UUID user = person.requireUser();
        return world.ask(s -> s.sessions().start(user, SessionStrength.PASSWORD, null, ORIGIN));
    }

    private static Optional<ConsoleSessions.SignedIn> find(World world, SessionId session) {
        return world.ask(s -> s.sessions().find(session, Optional.empty(), null));
    }

    private static boolean isLive(World world, SessionId session, Caller person) {
        return world.ask(s -> s.sessions().isLive(session, person.requireUser()));
    }

    private static long timeLeft(World world, SessionId session) {
        return find(world, session).orElseThrow().viewer().secondsLeft();
    }
}
