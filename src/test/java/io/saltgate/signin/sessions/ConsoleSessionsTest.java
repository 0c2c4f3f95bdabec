package io.saltgate.signin.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.accounts.Slug;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConsoleSessionsTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void givesRightsOnAnAccountToItsMembersAlone(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller developer = world.member(Role.DEVELOPER);
            Caller stranger = world.member(Role.OWNER);
            Slug own = slug(world, developer);

            Caller inside = find(world, start(world, developer.id()), own).orElseThrow();
            assertThat(inside.kind()).isEqualTo(Caller.Kind.MEMBER);
            assertThat(inside.account()).isEqualTo(developer.account());
            assertThat(inside.may(Permission.REVEAL_SECRETS)).isTrue();
            assertThat(inside.may(Permission.CHANGE_API)).isFalse();

            Caller outside = find(world, start(world, stranger.id()), own).orElseThrow();
            assertThat(outside.kind()).isEqualTo(Caller.Kind.USER);
            assertThat(outside.account()).isNull();
            assertThat(outside.permissions()).containsExactly(Permission.BE_SIGNED_IN);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void endsAfterFifteenMinutesWithoutARequest(TestDatabase kind) {
        try (World world = new World(kind)) {
            SessionId id = start(world, world.member(Role.OWNER).id());

            world.clock().turn(Duration.ofMinutes(14));
            assertThat(find(world, id, null)).isPresent();
            world.clock().turn(Duration.ofMinutes(14));
            assertThat(find(world, id, null)).isPresent();
            world.clock().turn(Duration.ofMinutes(15));
            assertThat(find(world, id, null)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void endsAfterTwelveHoursHoweverBusy(TestDatabase kind) {
        try (World world = new World(kind)) {
            SessionId id = start(world, world.member(Role.OWNER).id());

            for (int i = 0; i < 71; i++) {
                world.clock().turn(Duration.ofMinutes(10));
                assertThat(find(world, id, null)).isPresent();
            }
            world.clock().turn(Duration.ofMinutes(10));
            assertThat(find(world, id, null)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aNewSignInEndsTheBrowsersOldSession(TestDatabase kind) {
        try (World world = new World(kind)) {
            UUID user = world.member(Role.OWNER).id();
            SessionId old = start(world, user);
            SessionId elsewhere = start(world, user);

            SessionId fresh = world.ask(
                    s -> s.sessions().start(user, SessionStrength.PASSWORD, old, new SessionOrigin(null, null)));

            assertThat(find(world, old, null)).isEmpty();
            assertThat(find(world, fresh, null)).isPresent();
            assertThat(find(world, elsewhere, null)).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aSignOutEndsItForGood(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            SessionId id = start(world, owner.id());

            world.tell(s -> s.sessions().end(id, owner));

            assertThat(find(world, id, null)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void deletesSessionsThatAreOverWhenAnotherStarts(TestDatabase kind) {
        try (World world = new World(kind)) {
            UUID user = world.member(Role.OWNER).id();
            start(world, user);
            world.clock().turn(Duration.ofMinutes(16));
            start(world, user);

            long left = world.ask(s -> ((Number) s.em().createNativeQuery("select count(*) from console_session")
                            .getSingleResult())
                    .longValue());
            assertThat(left).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void keepsNoSessionIdInTheDatabase(TestDatabase kind) {
        try (World world = new World(kind)) {
            SessionId id = start(world, world.member(Role.OWNER).id());

            String stored = world.ask(s -> (String) s.em().createNativeQuery("select id_hash from console_session")
                    .getSingleResult());
            assertThat(stored).isEqualTo(id.hash()).isNotEqualTo(id.reveal()).isNotEqualTo(id.csrfToken());
            assertThat(id.toString()).doesNotContain(id.reveal());
        }
    }

    private static SessionId start(World world, UUID user) {
        return world.ask(s -> s.sessions().start(user, SessionStrength.PASSWORD, null, new SessionOrigin(null, null)));
    }

    private static Optional<Caller> find(World world, SessionId id, Slug slug) {
        return world.ask(s -> s.sessions().find(id, Optional.ofNullable(slug), null))
                .map(ConsoleSessions.SignedIn::caller);
    }

    private static Slug slug(World world, Caller caller) {
        return new Slug(world.ask(
                s -> s.em().find(Account.class, caller.account().value()).slug()));
    }
}
