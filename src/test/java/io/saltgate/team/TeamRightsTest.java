package io.saltgate.team;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.RightMissing;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.users.EmailAddress;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who may do what to whom, for each pair of roles, judged by the services themselves: there is no container here that
 * looks at {@code @RolesAllowed}.
 */
class TeamRightsTest {

    private static final int ROUNDS = 25;

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aRoleIsChangedByWhoHandlesBothThatOfBeforeAndThatOfAfterwards(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            for (Role actor : Role.values()) {
                Caller acting = world.colleague(owner, actor);
                for (Role before : Role.values()) {
                    for (Role after : Role.values()) {
                        Caller target = world.colleague(owner, before);
                        boolean may = handles(actor, before) && handles(actor, after);

                        assertDone(
                                world,
                                may,
                                s -> s.team().changeRole(acting, target.id(), after, before),
                                actor + " makes " + before + " " + after);
                        assertThat(role(world, target)).isEqualTo(may ? after : before);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aMemberIsRemovedByWhoHandlesTheRole(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            for (Role actor : Role.values()) {
                Caller acting = world.colleague(owner, actor);
                for (Role target : Role.values()) {
                    Caller removed = world.colleague(owner, target);

                    assertDone(
                            world,
                            handles(actor, target),
                            s -> s.team().remove(acting, removed.id()),
                            actor + " removes " + target);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ownershipIsHandedOverByOwnersAlone(TestDatabase kind) {
        try (World world = new World(kind)) {
            for (Role actor : Role.values()) {
                for (Role heir : List.of(Role.ADMIN, Role.DEVELOPER, Role.AUDITOR)) {
                    Caller owner = world.member(Role.OWNER);
                    Caller acting = world.colleague(owner, actor);
                    Caller target = world.colleague(owner, heir);

                    assertDone(
                            world,
                            actor == Role.OWNER,
                            s -> s.team().handOver(acting, target.id(), heir, Role.DEVELOPER),
                            actor + " hands over to " + heir);
                    assertThat(role(world, target)).isEqualTo(actor == Role.OWNER ? Role.OWNER : heir);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void anInvitationIsMadeRenewedReplacedAndWithdrawnByWhoHandlesItsRole(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            for (Role actor : Role.values()) {
                Caller acting = world.colleague(owner, actor);
                for (Role invited : Role.values()) {
                    boolean may = handles(actor, invited);
                    String what = actor + " and an invitation as " + invited;

                    assertDone(world, may, s -> s.invitations().invite(acting, email(), invited), what);
                    EmailAddress email = email();
                    world.tell(s -> s.invitations().invite(owner, email, invited));
                    assertDone(world, may, s -> s.invitations().renew(acting, id(s, owner, email)), what);
                    assertDone(
                            world,
                            may && handles(actor, Role.AUDITOR),
                            s -> s.invitations().invite(acting, email, Role.AUDITOR),
                            what + " that is replaced");
                    world.tell(s -> s.invitations().invite(owner, email, invited));
                    assertDone(world, may, s -> s.invitations().withdraw(acting, id(s, owner, email)), what);
                }
            }
        }
    }

    /** The caller's rights are from the begin of the request, and the role was taken since. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void whoLostTheRoleSinceTheRequestBeganChangesNothing(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            Caller second = world.colleague(owner, Role.OWNER);
            Caller admin = world.colleague(owner, Role.ADMIN);
            Caller removed = world.colleague(owner, Role.OWNER);
            Caller target = world.colleague(owner, Role.DEVELOPER);
            world.tell(s -> s.team().changeRole(owner, second.id(), Role.ADMIN, Role.OWNER));
            world.tell(s -> s.team().changeRole(owner, admin.id(), Role.AUDITOR, Role.ADMIN));
            world.tell(s -> s.team().remove(owner, removed.id()));

            List<Consumer<World.Services>> asOwner = List.of(
                    s -> s.team().remove(second, owner.id()),
                    s -> s.team().changeRole(second, target.id(), Role.OWNER, Role.DEVELOPER),
                    s -> s.team().handOver(second, target.id(), Role.DEVELOPER, Role.ADMIN),
                    s -> s.invitations().invite(second, email(), Role.OWNER));
            asOwner.forEach(action -> assertDone(world, false, action, "was owner"));
            List<Consumer<World.Services>> asAdmin = List.of(
                    s -> s.team().remove(admin, target.id()),
                    s -> s.team().changeRole(admin, target.id(), Role.ADMIN, Role.DEVELOPER),
                    s -> s.invitations().invite(admin, email(), Role.AUDITOR));
            asAdmin.forEach(action -> assertDone(world, false, action, "was admin"));
            List<Consumer<World.Services>> asMember = List.of(
                    s -> s.team().remove(removed, owner.id()),
                    s -> s.team().handOver(removed, target.id(), Role.DEVELOPER, Role.ADMIN),
                    s -> s.team().leave(removed),
                    s -> s.invitations().invite(removed, email(), Role.AUDITOR));
            asMember.forEach(action -> assertDone(world, false, action, "was a member"));
            assertThat(role(world, target)).isEqualTo(Role.DEVELOPER);
        }
    }

    /** Each on a node of its own: what the demoted owner did is in the audit trail before the demotion. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void whoIsDemotedWhileActingActsBeforeItOrNotAtAll(TestDatabase kind) throws Exception {
        try (World world = new World(kind);
                World node = world.anotherNode()) {
            for (int round = 0; round < ROUNDS; round++) {
                Caller owner = world.member(Role.OWNER);
                Caller second = world.colleague(owner, Role.OWNER);
                Caller target = world.colleague(owner, Role.DEVELOPER);

                List<Future<Void>> all = AtOnce.run(List.of(
                        () -> world.tell(s -> s.team().changeRole(owner, second.id(), Role.AUDITOR, Role.OWNER)),
                        () -> node.tell(s -> s.team().remove(second, target.id())),
                        () -> world.tell(s -> s.team().changeRole(second, owner.id(), Role.ADMIN, Role.OWNER)),
                        () -> node.tell(s -> s.invitations().invite(second, email(), Role.OWNER))));

                assertThat(AtOnce.failures(all))
                        .allSatisfy(failure -> assertThat(failure).isInstanceOf(RightMissing.class));
                assertThat(world.count("select count(*) from member where account_id = ?1 and role = 'OWNER'", owner))
                        .as("both demote each other at once: one stays")
                        .isEqualTo(1);
                boolean demoted = role(world, second) == Role.AUDITOR;
                if (demoted) {
                    assertThat(world.count(
                                    "select count(*) from audit_entry e where e.account_id = ?1 and e.actor_id = '"
                                            + second.id() + "' and e.seq > (select d.seq from audit_entry d"
                                            + " where d.account_id = e.account_id and d.code = 'member.role.changed'"
                                            + " and d.subject = '" + second.id() + "')",
                                    owner))
                            .isZero();
                    assertThat(world.count("select count(*) from invitation where account_id = ?1", owner))
                            .as("nobody is left who could give that role")
                            .isZero();
                }
            }
        }
    }

    private static void assertDone(World world, boolean done, Consumer<World.Services> action, String what) {
        Throwable thrown = null;
        try {
            world.tell(action);
        } catch (RightMissing | NotFound e) {
            thrown = e;
        }
        assertThat(thrown == null).as(what).isEqualTo(done);
    }

    /** As contract and page say it, not as the code does. */
    private static boolean handles(Role actor, Role other) {
        return actor == Role.OWNER || actor == Role.ADMIN && other != Role.OWNER;
    }

    private static UUID id(World.Services services, Caller owner, EmailAddress email) {
        return services.invitations().list(owner).stream()
                .filter(each -> each.email().equals(email.value()))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static Role role(World world, Caller of) {
        return world.ask(s -> s.team().get(of, of.id())).role();
    }

    private static EmailAddress email() {
        return EmailAddress.parse(UUID.randomUUID() + "@example.com").orElseThrow();
    }
}
