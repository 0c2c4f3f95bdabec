package io.saltgate.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.RightMissing;
import io.saltgate.gate.GateReader;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MembersTest {

    private static final int ROUNDS = 50;
    private static final String ENTRIES = "select count(*) from audit_entry where account_id = ?1";
    private static final String OWNERS = "select count(*) from member where account_id = ?1 and role = 'OWNER'";

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void theLastOwnerStaysWhateverIsTried(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);

            assertThatThrownBy(() -> world.tell(s -> s.team().leave(owner))).isInstanceOf(LastOwnerCannotLeave.class);
            assertThatThrownBy(() -> world.tell(s -> s.team().remove(owner, owner.id())))
                    .isInstanceOf(LastOwnerCannotLeave.class);
            assertThatThrownBy(() -> world.tell(s -> s.team().changeRole(owner, owner.id(), Role.ADMIN, Role.OWNER)))
                    .isInstanceOf(LastOwnerCannotLeave.class);
            assertThat(world.count(OWNERS, owner)).isEqualTo(1);
        }
    }

    /** B61 */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void anOwnerWhoIsDisabledDoesNotCount(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            Caller disabled = world.colleague(owner, Role.OWNER);
            world.tell(s -> s.users().find(disabled.requireUser()).orElseThrow().setDisabled(true));

            assertThatThrownBy(() -> world.tell(s -> s.team().leave(owner))).isInstanceOf(LastOwnerCannotLeave.class);
            assertThatThrownBy(() -> world.tell(s -> s.team().changeRole(owner, owner.id(), Role.ADMIN, Role.OWNER)))
                    .isInstanceOf(LastOwnerCannotLeave.class);
            world.tell(s -> s.team().remove(owner, disabled.id()));
            assertThat(world.count(OWNERS, owner)).isEqualTo(1);

            world.tell(s -> s.users().find(owner.requireUser()).orElseThrow().setDisabled(true));
            assertThatThrownBy(() -> world.tell(s -> s.team().remove(owner, owner.id())))
                    .as("also while disabled: the only one there is")
                    .isInstanceOf(LastOwnerCannotLeave.class);
        }
    }

    /** B61: Two owners leave, remove each other or step down at the same moment: one always stays. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofTwoOwnersWhoGoAtOnceOneStays(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            for (int round = 0; round < ROUNDS; round++) {
                Caller one = world.member(Role.OWNER);
                Caller other = world.colleague(one, Role.OWNER);
                int way = round % 4;
                int otherWay = (way + round / 4) % 4;

                List<Future<Void>> all =
                        AtOnce.run(List.of(() -> go(world, way, one, other), () -> go(world, otherWay, other, one)));

                assertThat(world.count(OWNERS, one)).as("round %d", round).isPositive();
                assertThat(AtOnce.failures(all))
                        .allSatisfy(failure -> assertThat(failure)
                                .isInstanceOfAny(
                                        LastOwnerCannotLeave.class,
                                        MemberChanged.class,
                                        NotFound.class,
                                        RightMissing.class));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aRoleFormFromBeforeAChangeDoesNothing(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            Caller colleague = world.colleague(owner, Role.DEVELOPER);
            world.tell(s -> s.team().changeRole(owner, colleague.id(), Role.AUDITOR, Role.DEVELOPER));

            assertThatThrownBy(() ->
                            world.tell(s -> s.team().changeRole(owner, colleague.id(), Role.ADMIN, Role.DEVELOPER)))
                    .isInstanceOf(MemberChanged.class);
            assertThat(role(world, owner, colleague)).isEqualTo(Role.AUDITOR);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void anothersMembersAreNotFound(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            Caller stranger = world.member(Role.OWNER);

            assertThatThrownBy(() -> world.tell(s -> s.team().remove(owner, stranger.id())))
                    .isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> world.tell(s -> s.team().changeRole(owner, stranger.id(), Role.ADMIN, Role.OWNER)))
                    .isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> world.ask(s -> s.team().get(owner, stranger.id())))
                    .isInstanceOf(NotFound.class);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void anAccountsTokenOutlivesWhoeverMadeIt(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            Caller admin = world.colleague(owner, Role.ADMIN);
            world.tell(s -> s.apiAccesses().enable(admin, null));
            String token = world.ask(s -> s.apiAccesses().revealToken(admin)).reveal();

            world.tell(s -> s.team().remove(owner, admin.id()));

            assertThat(new GateReader(world).passes(token)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aHandoverChangesBothRolesAndIsRecordedAsBoth(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            Caller heir = world.colleague(owner, Role.DEVELOPER);

            world.tell(s -> s.team().handOver(owner, heir.id(), Role.DEVELOPER, Role.AUDITOR));

            assertThat(role(world, owner, heir)).isEqualTo(Role.OWNER);
            assertThat(role(world, owner, owner)).isEqualTo(Role.AUDITOR);
            assertThat(world.count(
                            "select count(*) from audit_entry where account_id = ?1 and code = 'member.role.changed'"
                                    + " and parameters like '%handedOver%'",
                            owner))
                    .isEqualTo(2);
            assertThatThrownBy(() -> world.tell(s -> s.team().leave(heir))).isInstanceOf(LastOwnerCannotLeave.class);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aHandoverThatCannotBeDoneWhollyDoesNothing(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            Caller heir = world.colleague(owner, Role.DEVELOPER);
            Caller stranger = world.member(Role.OWNER);
            world.tell(s -> s.team().changeRole(owner, heir.id(), Role.AUDITOR, Role.DEVELOPER));
            long entries = world.count(ENTRIES, owner);

            assertThatThrownBy(() -> world.tell(s -> s.team().handOver(owner, heir.id(), Role.DEVELOPER, Role.ADMIN)))
                    .as("the form showed another role")
                    .isInstanceOf(MemberChanged.class);
            assertThatThrownBy(() -> world.tell(s -> s.team().handOver(owner, stranger.id(), Role.ADMIN, Role.ADMIN)))
                    .isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> world.tell(s -> s.team().handOver(owner, owner.id(), Role.ADMIN, Role.ADMIN)))
                    .isInstanceOf(MemberChanged.class);
            assertThatThrownBy(() -> world.tell(s -> s.team().handOver(owner, owner.id(), Role.OWNER, Role.ADMIN)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> world.tell(s -> s.team().handOver(owner, heir.id(), Role.AUDITOR, Role.OWNER)))
                    .isInstanceOf(IllegalArgumentException.class);

            assertThat(world.count(ENTRIES, owner)).isEqualTo(entries);
            assertThat(role(world, owner, owner)).isEqualTo(Role.OWNER);
            assertThat(role(world, owner, heir)).isEqualTo(Role.AUDITOR);
        }
    }

    /** Two handovers by one owner, each on a node of its own: the second is by someone who is no longer owner. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofHandoversAtOnceOneIsDone(TestDatabase kind) throws Exception {
        try (World world = new World(kind);
                World node = world.anotherNode()) {
            for (int round = 0; round < ROUNDS; round++) {
                Caller owner = world.member(Role.OWNER);
                Caller one = world.colleague(owner, Role.ADMIN);
                Caller other = world.colleague(owner, Role.DEVELOPER);

                List<Future<Void>> all = AtOnce.run(List.of(
                        () -> world.tell(s -> s.team().handOver(owner, one.id(), Role.ADMIN, Role.ADMIN)),
                        () -> node.tell(s -> s.team().handOver(owner, other.id(), Role.DEVELOPER, Role.ADMIN))));

                assertThat(AtOnce.succeeded(all)).isEqualTo(1);
                assertThat(AtOnce.failures(all))
                        .allSatisfy(failure -> assertThat(failure).isInstanceOf(RightMissing.class));
                assertThat(world.count(OWNERS, owner)).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void theSameRoleAgainIsNoChange(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            long entries = world.count(ENTRIES, owner);

            world.tell(s -> s.team().changeRole(owner, owner.id(), Role.OWNER, Role.OWNER));

            assertThat(world.count(ENTRIES, owner)).isEqualTo(entries);
        }
    }

    private static void go(World world, int way, Caller who, Caller other) {
        switch (way) {
            case 0 -> world.tell(s -> s.team().leave(who));
            case 1 -> world.tell(s -> s.team().remove(who, other.id()));
            case 2 -> world.tell(s -> s.team().changeRole(who, who.id(), Role.ADMIN, Role.OWNER));
            default -> world.tell(s -> s.team().changeRole(who, other.id(), Role.DEVELOPER, Role.OWNER));
        }
    }

    private static Role role(World world, Caller asks, Caller of) {
        return world.ask(s -> s.team().get(asks, of.id())).role();
    }
}
