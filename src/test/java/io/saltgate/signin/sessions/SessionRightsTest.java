package io.saltgate.signin.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.accounts.Slug;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** B40, B72: a session carries no rights of its own; each request has those of that moment, on every node. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionRightsTest {

    @Parameter
    TestDatabase database;

    private World world;
    private World otherNode;

    @BeforeParameterizedClassInvocation
    void open(TestDatabase database) {
        world = new World(database);
        otherNode = world.anotherNode();
    }

    @AfterParameterizedClassInvocation
    void close() {
        otherNode.close();
        world.close();
    }

    @Test
    void rightsFollowTheRoleFromTheNextRequestOn() {
        Caller admin = world.member(Role.ADMIN);
        SessionId session = start(admin);
        assertThat(onOtherNode(session, admin).may(Permission.CHANGE_API)).isTrue();

        change("update member set role = 'AUDITOR' where user_id = ?1", admin);

        assertThat(onOtherNode(session, admin).permissions())
                .contains(Permission.SEE_AUDIT)
                .doesNotContain(Permission.CHANGE_API, Permission.REVEAL_SECRETS, Permission.CHANGE_TEAM);
    }

    @Test
    void rightsEndWithTheMembership() {
        Caller owner = world.member(Role.OWNER);
        SessionId session = start(owner);

        change("delete from member where user_id = ?1", owner);

        Caller stranger = onOtherNode(session, owner);
        assertThat(stranger.kind()).isEqualTo(Caller.Kind.USER);
        assertThat(stranger.account()).isNull();
        assertThat(stranger.permissions()).containsExactly(Permission.BE_SIGNED_IN);
    }

    @Test
    void aClosedAccountCanOnlyBeSeenAndByItsOwnerReopened() {
        Caller owner = world.member(Role.OWNER);
        SessionId session = start(owner);
        change(
                "update account set status = 'CLOSED' where id in (select account_id from member where user_id = ?1)",
                owner);

        assertThat(onOtherNode(session, owner).permissions())
                .containsExactlyInAnyOrder(Permission.BE_SIGNED_IN, Permission.SEE_CLOSED, Permission.REOPEN);

        change("update member set role = 'ADMIN' where user_id = ?1", owner);
        assertThat(onOtherNode(session, owner).permissions())
                .containsExactlyInAnyOrder(Permission.BE_SIGNED_IN, Permission.SEE_CLOSED);
    }

    @Test
    void anOperatorHasNoRightsOnAnAccountThatIsNotTheirs() {
        Caller owner = world.member(Role.OWNER);
        Caller operator = world.member(Role.OWNER);
        change("update users set operator = true where id = ?1", operator);

        Caller there = otherNode
                .ask(s -> s.sessions().find(start(operator), Optional.of(slug(owner)), null))
                .orElseThrow()
                .caller();

        assertThat(there.account()).isNull();
        assertThat(there.permissions()).containsExactlyInAnyOrder(Permission.BE_SIGNED_IN, Permission.OPERATE);
    }

    private SessionId start(Caller caller) {
        return world.ask(s -> s.sessions()
                .start(caller.requireUser(), SessionStrength.PASSWORD, null, new SessionOrigin(null, null)));
    }

    private Caller onOtherNode(SessionId session, Caller of) {
        return otherNode
                .ask(s -> s.sessions().find(session, Optional.of(slug(of)), null))
                .orElseThrow()
                .caller();
    }

    private Slug slug(Caller caller) {
        return new Slug(
                world.ask(s -> s.em().find(Account.class, caller.account().value()))
                        .slug());
    }

    private void change(String sql, Caller caller) {
        world.tell(s -> s.em().createNativeQuery(sql)
                .setParameter(1, caller.requireUser())
                .executeUpdate());
    }
}
