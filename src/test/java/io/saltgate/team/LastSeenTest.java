package io.saltgate.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Slug;
import io.saltgate.signin.sessions.SessionId;
import io.saltgate.signin.sessions.SessionOrigin;
import io.saltgate.signin.sessions.SessionStrength;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a member was last seen in an account: noted as the session finds the member, and seldom. */
class LastSeenTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void isNotedInTheAccountThatIsLookedAtAndOnceInAWhile(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller member = world.member(Role.OWNER);
            Caller elsewhere = world.member(Role.OWNER);
            world.tell(s -> s.members().add(elsewhere.requireAccount(), member.id(), Role.AUDITOR));
            SessionId session = start(world, member);

            look(world, session, Optional.empty());
            assertThat(lastSeen(world, member)).isNull();

            look(world, session, slug(world, member));
            Instant first = lastSeen(world, member);
            assertThat(first).isCloseTo(world.clock().instant(), within(10, ChronoUnit.SECONDS));
            world.clock().turn(Member.SEEN_PRECISION.minusMinutes(1));
            look(world, session, slug(world, member));
            assertThat(lastSeen(world, member)).isEqualTo(first);
            world.clock().turn(Duration.ofMinutes(1));
            look(world, session, slug(world, member));
            assertThat(lastSeen(world, member)).isCloseTo(world.clock().instant(), within(10, ChronoUnit.SECONDS));
            assertThat(world.ask(s -> s.team().get(elsewhere, member.requireUser()))
                            .lastSeenAt())
                    .as("another account of the same person")
                    .isNull();
        }
    }

    /** What is written is that time alone: neither is a role brought back, nor a member who is gone. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void undoesNoChangeThatIsMadeAtOnce(TestDatabase kind) throws Exception {
        try (World world = new World(kind);
                World node = world.anotherNode()) {
            for (int round = 0; round < 20; round++) {
                boolean removed = round % 2 == 0;
                Caller owner = world.member(Role.OWNER);
                Caller member = world.colleague(owner, Role.ADMIN);
                Optional<Slug> slug = slug(world, owner);
                SessionId session = start(world, member);

                List<Future<Void>> all = AtOnce.run(List.of(
                        () -> world.tell(s -> {
                            if (removed) {
                                s.team().remove(owner, member.requireUser());
                            } else {
                                s.team().changeRole(owner, member.requireUser(), Role.AUDITOR, Role.ADMIN);
                            }
                        }),
                        () -> look(node, session, slug),
                        () -> look(world, session, slug)));

                assertThat(AtOnce.failures(all)).isEmpty();
                assertThat(world.count(
                                "select count(*) from member where account_id = ?1 and role = '"
                                        + (removed ? "ADMIN" : "AUDITOR") + "'",
                                owner))
                        .isEqualTo(removed ? 0 : 1);
            }
        }
    }

    private static SessionId start(World world, Caller of) {
        return world.ask(s -> s.sessions()
                .start(of.requireUser(), SessionStrength.PASSWORD, null, new SessionOrigin("Firefox", null)));
    }

    private static void look(World world, SessionId session, Optional<Slug> slug) {
        boolean found = world.ask(s -> s.sessions().find(session, slug, null).isPresent());
        assertThat(found).isTrue();
    }

    private static Optional<Slug> slug(World world, Caller caller) {
        Account account = world.ask(s -> s.accounts().get(caller.requireAccount()));
        return Optional.of(new Slug(account.slug()));
    }

    private static Instant lastSeen(World world, Caller of) {
        return world.ask(s -> s.team().get(of, of.requireUser())).lastSeenAt();
    }
}
