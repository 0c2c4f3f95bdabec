package io.saltgate.team;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.Caller;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.users.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessReviewTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void listsEveryMemberOnceInBoundedPieces(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            world.member(Role.OWNER);
            world.tell(s -> {
                for (int i = 0; i < AccessReview.PIECE; i++) {
                    UUID user = s.users().create(email(), "Member " + i, false).id();
                    s.members().add(owner.requireAccount(), user, Role.DEVELOPER);
                }
            });
            Instant asOf = world.ask(s -> s.accessReview().begin(owner));
            world.clock().turn(Duration.ofSeconds(1));
            world.colleague(owner, Role.ADMIN);

            AccessReview.Piece first = world.ask(s -> s.accessReview().listMembers(owner, asOf, null));
            AccessReview.Piece second = world.ask(s -> s.accessReview().listMembers(owner, asOf, first.last()));

            assertThat(first.lines()).hasSize(AccessReview.PIECE);
            assertThat(second.last()).isNull();
            List<AccessReview.Line> all = new ArrayList<>(first.lines());
            all.addAll(second.lines());
            assertThat(all.stream().map(AccessReview.Line::id).distinct()).hasSize(AccessReview.PIECE + 1);
            assertThat(world.count(
                            "select count(*) from audit_entry where account_id = ?1 and code = 'member.list.exported'",
                            owner))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void listsOpenInvitationsAlone(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            world.tell(s -> s.invitations().invite(owner, email(), Role.ADMIN));
            world.clock().turn(Invitation.VALID);
            Caller fresh = owner.provedAt(world.clock().instant());
            EmailAddress open = email();
            InvitationToken accepted = world.ask(s -> s.invitations().invite(fresh, email(), Role.ADMIN))
                    .orElseThrow();
            world.tell(s -> s.joining()
                    .joinAsNew(accepted, "New", "$argon2id$...", null)
                    .orElseThrow());
            world.tell(s -> s.invitations().invite(fresh, open, Role.OWNER));
            Instant asOf = world.ask(s -> s.accessReview().begin(fresh));

            AccessReview.Piece piece = world.ask(s -> s.accessReview().listInvitations(fresh, asOf, null));

            assertThat(piece.last()).isNull();
            assertThat(piece.lines()).hasSize(1);
            assertThat(piece.lines().getFirst().email()).isEqualTo(open.value());
            assertThat(piece.lines().getFirst().role()).isEqualTo(Role.OWNER);
            assertThat(piece.lines().getFirst().name()).isNull();
        }
    }

    private static EmailAddress email() {
        return EmailAddress.parse(UUID.randomUUID() + "@example.com").orElseThrow();
    }
}
