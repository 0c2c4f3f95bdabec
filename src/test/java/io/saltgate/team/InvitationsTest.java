package io.saltgate.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.RightMissing;
import io.saltgate.signin.Joining;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.users.EmailAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InvitationsTest {

    private static final String MEMBERS = "select count(*) from member where account_id = ?1";
    private static final String INVITATIONS = "select count(*) from invitation where account_id = ?1";
    private static final String OPEN = INVITATIONS + " and accepted_at is null";

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void theLinkWorksOnceForANewPerson(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            EmailAddress email = email();
            InvitationToken token = invite(world, owner, email, Role.DEVELOPER);

            Joining.Offer offer = find(world, token).orElseThrow();
            assertThat(offer.email()).isEqualTo(email.value());
            assertThat(offer.role()).isEqualTo("DEVELOPER");
            assertThat(offer.known()).isFalse();

            UUID user = joinAsNew(world, token).orElseThrow().user();
            assertThat(world.ask(s -> s.team().get(owner, user)).role()).isEqualTo(Role.DEVELOPER);
            assertThat(find(world, token)).isEmpty();
            assertThat(joinAsNew(world, token)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aKnownPersonTakesTheSeatAsThemselvesAlone(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            Caller invited = world.member(Role.OWNER);
            Caller other = world.member(Role.OWNER);
            EmailAddress email = EmailAddress.parse(world.ask(
                            s -> s.users().find(invited.id()).orElseThrow().email()))
                    .orElseThrow();
            InvitationToken token = invite(world, owner, email, Role.AUDITOR);

            assertThat(find(world, token).orElseThrow().known()).isTrue();
            assertThat(joinAsNew(world, token))
                    .as("nobody takes a known person's address")
                    .isEmpty();
            assertThat(join(world, other, token))
                    .as("the link is for somebody else")
                    .isEmpty();
            assertThat(join(world, invited, token)).isPresent();
            assertThat(world.ask(s -> s.team().get(owner, invited.id())).role()).isEqualTo(Role.AUDITOR);
            assertThat(join(world, invited, token)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void anExpiredOneIsDeletedAfterAMonth(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            invite(world, owner, email(), Role.ADMIN);
            world.clock().turn(Invitation.VALID.plus(InvitationCleanup.KEPT).minusMinutes(1));
            invite(world, owner, email(), Role.DEVELOPER);

            int early = world.ask(s -> s.invitationCleanup().deleteOld());
            world.clock().turn(Duration.ofMinutes(2));
            int old = world.ask(s -> s.invitationCleanup().deleteOld());

            assertThat(early).isZero();
            assertThat(old).isEqualTo(1);
            assertThat(world.count(INVITATIONS, owner)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void itEndsAfterSevenDaysOrWhenWithdrawnOrReplaced(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            EmailAddress email = email();
            InvitationToken first = invite(world, owner, email, Role.ADMIN);
            InvitationToken second = invite(world, owner, email, Role.DEVELOPER);
            assertThat(find(world, first)).isEmpty();
            assertThat(find(world, second)).isPresent();
            assertThat(world.count(INVITATIONS, owner)).isEqualTo(1);

            UUID id = world.ask(s -> s.invitations().list(owner)).getFirst().id();
            assertThat(withdraw(world, owner, id)).isTrue();
            assertThat(withdraw(world, owner, id)).isFalse();
            assertThat(find(world, second)).isEmpty();

            InvitationToken third = invite(world, owner, email, Role.DEVELOPER);
            world.clock().turn(Duration.ofDays(7));
            assertThat(find(world, third)).isEmpty();
            assertThat(joinAsNew(world, third)).isEmpty();
            assertThat(states(world, owner)).containsExactly(Invitation.State.EXPIRED);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void anothersInvitationIsNobodysToWithdraw(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            Caller stranger = world.member(Role.OWNER);
            InvitationToken token = invite(world, owner, email(), Role.DEVELOPER);
            UUID id = world.ask(s -> s.invitations().list(owner)).getFirst().id();

            assertThat(withdraw(world, stranger, id)).isFalse();

            assertThat(find(world, token)).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void nobodyGivesMoreThanTheyHaveNorAfterTheyHadIt(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            Caller second = world.colleague(owner, Role.OWNER);
            Caller admin = world.colleague(owner, Role.ADMIN);
            assertThatThrownBy(() -> invite(world, admin, email(), Role.OWNER)).isInstanceOf(RightMissing.class);

            InvitationToken ofAdmin = invite(world, admin, email(), Role.DEVELOPER);
            InvitationToken ownersSeat = invite(world, second, email(), Role.OWNER);
            InvitationToken adminsSeat = invite(world, second, email(), Role.ADMIN);
            world.tell(s -> s.team().changeRole(owner, second.id(), Role.ADMIN, Role.OWNER));
            assertThat(find(world, ownersSeat)).isEmpty();
            assertThat(find(world, adminsSeat)).isPresent();

            world.tell(s -> s.team().remove(owner, admin.id()));
            assertThat(find(world, ofAdmin)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void membersAreNotInvitedAgain(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            EmailAddress own = EmailAddress.parse(world.ask(
                            s -> s.users().find(owner.id()).orElseThrow().email()))
                    .orElseThrow();

            assertThatThrownBy(() -> invite(world, owner, own, Role.ADMIN)).isInstanceOf(AlreadyMember.class);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofManyWhoUseTheLinkAtOnceOneGetsTheSeat(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            for (int round = 0; round < 10; round++) {
                Caller owner = world.member(Role.OWNER);
                InvitationToken token = invite(world, owner, email(), Role.DEVELOPER);

                List<Future<Void>> all = AtOnce.run(Collections.nCopies(8, () -> {
                    if (joinAsNew(world, token).isEmpty()) {
                        throw new IllegalStateException("too late");
                    }
                }));

                assertThat(AtOnce.succeeded(all)).isEqualTo(1);
                assertThat(world.count(MEMBERS, owner)).isEqualTo(2);
                assertThat(world.count(OPEN, owner)).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aRenewedOneHasANewLinkAndAnotherSevenDays(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            InvitationToken first = invite(world, owner, email(), Role.DEVELOPER);
            UUID id = only(world, owner).id();
            world.clock().turn(Duration.ofDays(6));

            InvitationToken second =
                    renew(world, owner, id).orElseThrow().token().orElseThrow();

            assertThat(find(world, first)).isEmpty();
            assertThat(renew(world, owner, id)).as("a page from before").isEmpty();
            assertThat(withdraw(world, owner, id)).as("a page from before").isFalse();
            world.clock().turn(Duration.ofDays(6));
            assertThat(find(world, second)).isPresent();
            world.clock().turn(Duration.ofDays(2));
            assertThat(find(world, second)).isEmpty();
            assertThat(states(world, owner)).containsExactly(Invitation.State.EXPIRED);

            InvitationToken third = renew(world, owner, only(world, owner).id())
                    .orElseThrow()
                    .token()
                    .orElseThrow();
            assertThat(joinAsNew(world, third)).isPresent();
            assertThat(states(world, owner)).containsExactly(Invitation.State.ACCEPTED);
            UUID accepted = only(world, owner).id();
            assertThat(renew(world, owner, accepted)).isEmpty();
            assertThat(withdraw(world, owner, accepted)).isFalse();
            assertThat(world.count(
                            "select count(*) from audit_entry where account_id = ?1 and code = 'invitation.renewed'",
                            owner))
                    .isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void anAcceptedLinkDoesNotLetARemovedMemberBackIn(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            InvitationToken token = invite(world, owner, email(), Role.ADMIN);
            UUID user = joinAsNew(world, token).orElseThrow().user();
            Caller member = world.caller(owner.requireAccount(), user, Role.ADMIN);
            world.tell(s -> s.team().leave(member));

            assertThat(join(world, member, token)).isEmpty();
            assertThat(world.count(MEMBERS, owner)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void whoBecameAMemberOtherwiseIsNotInvitedAgain(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            Caller other = world.member(Role.OWNER);
            invite(world, owner, address(world, other), Role.ADMIN);
            world.tell(s -> s.members().add(owner.requireAccount(), other.id(), Role.AUDITOR));

            UUID id = only(world, owner).id();
            assertThatThrownBy(() -> renew(world, owner, id)).isInstanceOf(AlreadyMember.class);
        }
    }

    /** Each at another node; the limit is of those that are open, and a replaced one doesn't count. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void holdsTheLimitWhenTwoInviteAtOnce(TestDatabase kind) throws Exception {
        try (World world = new World(kind);
                World node = world.anotherNode()) {
            Caller owner = world.member(Role.OWNER);
            EmailAddress last = email();
            world.tell(s -> {
                for (int i = 0; i < Invitation.MAX_OPEN - 2; i++) {
                    s.invitations().invite(owner, email(), Role.AUDITOR);
                }
                s.invitations().invite(owner, last, Role.AUDITOR);
            });

            List<Future<Void>> all = AtOnce.run(List.of(
                    () -> invite(world, owner, email(), Role.AUDITOR),
                    () -> invite(node, owner, email(), Role.AUDITOR),
                    () -> invite(world, owner, email(), Role.AUDITOR),
                    () -> invite(node, owner, email(), Role.AUDITOR)));

            assertThat(AtOnce.succeeded(all)).isEqualTo(1);
            assertThat(AtOnce.failures(all))
                    .allSatisfy(failure -> assertThat(failure).isInstanceOf(TooManyInvitations.class));
            assertThat(world.count(OPEN, owner)).isEqualTo(Invitation.MAX_OPEN);
            InvitationToken replaced = invite(world, owner, last, Role.DEVELOPER);
            assertThat(joinAsNew(world, replaced)).isPresent();
            invite(world, owner, email(), Role.AUDITOR);

            world.clock().turn(Invitation.VALID);
            UUID expired =
                    world.ask(s -> s.invitations().list(owner)).getFirst().id();
            world.tell(s -> {
                for (int i = 0; i < Invitation.MAX_OPEN; i++) {
                    s.invitations().invite(owner.provedAt(world.clock().instant()), email(), Role.AUDITOR);
                }
            });
            assertThatThrownBy(() -> renew(world, owner, expired)).isInstanceOf(TooManyInvitations.class);
            assertThat(states(world, owner)).hasSize(Invitation.MAX_OPEN + Invitations.MAX_PAST);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void anInvitationThatIsRenewedWhileItIsAcceptedIsOneOfBoth(TestDatabase kind) throws Exception {
        try (World world = new World(kind);
                World node = world.anotherNode()) {
            for (int round = 0; round < 20; round++) {
                Caller owner = world.member(Role.OWNER);
                InvitationToken token = invite(world, owner, email(), Role.DEVELOPER);
                UUID id = only(world, owner).id();

                List<Future<Void>> all = AtOnce.run(List.of(
                        () -> node.ask(s -> s.joining().joinAsNew(token, "New", "$argon2id$...", null))
                                .orElseThrow(),
                        () -> renew(world, owner, id).orElseThrow()));

                assertThat(AtOnce.succeeded(all)).isEqualTo(1);
                boolean joined = world.count(MEMBERS, owner) == 2;
                assertThat(states(world, owner))
                        .containsExactly(joined ? Invitation.State.ACCEPTED : Invitation.State.OPEN);
                assertThat(find(world, token)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void keepsNoLinkInTheDatabase(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            InvitationToken token = invite(world, owner, email(), Role.DEVELOPER);

            assertThat(token.toString()).doesNotContain(token.reveal());
            assertThat((String) world.ask(s -> (String) s.em().createNativeQuery("select token_hash from invitation")
                            .getSingleResult()))
                    .isEqualTo(token.hash())
                    .isNotEqualTo(token.reveal());
        }
    }

    private static InvitationToken invite(World world, Caller by, EmailAddress email, Role role) {
        Caller signedIn = by.provedAt(world.clock().instant());
        return world.ask(s -> s.invitations().invite(signedIn, email, role)).orElseThrow();
    }

    private static List<Invitation.State> states(World world, Caller by) {
        return world.ask(s -> s.invitations().list(by)).stream()
                .map(Invitations.View::state)
                .toList();
    }

    private static Invitations.View only(World world, Caller by) {
        List<Invitations.View> all = world.ask(s -> s.invitations().list(by));
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private static Optional<Invitations.Renewed> renew(World world, Caller by, UUID id) {
        Caller signedIn = by.provedAt(world.clock().instant());
        return world.ask(s -> s.invitations().renew(signedIn, id));
    }

    private static EmailAddress address(World world, Caller of) {
        return EmailAddress.parse(
                        world.ask(s -> s.users().find(of.id()).orElseThrow().email()))
                .orElseThrow();
    }

    private static boolean withdraw(World world, Caller by, UUID id) {
        return world.ask(s -> s.invitations().withdraw(by, id)).isPresent();
    }

    private static Optional<Joining.Offer> find(World world, InvitationToken token) {
        return world.ask(s -> s.joining().find(token));
    }

    private static Optional<Joining.Joined> join(World world, Caller caller, InvitationToken token) {
        return world.ask(s -> s.joining().join(caller, token));
    }

    private static Optional<Joining.Joined> joinAsNew(World world, InvitationToken token) {
        return world.ask(s -> s.joining().joinAsNew(token, "New", "$argon2id$...", null));
    }

    private static EmailAddress email() {
        return EmailAddress.parse(UUID.randomUUID() + "@example.com").orElseThrow();
    }
}
