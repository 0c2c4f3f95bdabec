package io.saltgate.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ExternalId;
import io.saltgate.accounts.ExternalIdTaken;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.RecentSignInRequired;
import io.saltgate.accounts.Slug;
import io.saltgate.operator.AccountAdministration.View;
import io.saltgate.operator.AccountProvisioning.NewAccount;
import io.saltgate.operator.AccountProvisioning.NewExternalId;
import io.saltgate.team.Invitation;
import io.saltgate.team.InvitationToken;
import io.saltgate.team.Role;
import io.saltgate.team.TooManyInvitations;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.OperatorCaller;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.users.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccountAdministrationTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void showsHowAnAccountIs(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller operator = OperatorCaller.in(world);
            Caller owner = world.member(Role.OWNER);
            world.colleague(owner, Role.AUDITOR);
            AccountId id = owner.requireAccount();

            View before = view(world, operator, id);
            assertThat(before.members()).isEqualTo(2);
            assertThat(before.owners())
                    .singleElement()
                    .satisfies(one -> assertThat(one.id()).isEqualTo(owner.id()));
            assertThat(before.api().enabled()).isFalse();
            assertThat(before.api().changedAt()).isNull();
            assertThat(before.lastCall()).isEmpty();

            world.tell(s -> s.apiAccesses().enable(owner, null));
            Instant called = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            addCall(world, id, called.minus(Duration.ofDays(3)));
            addCall(world, id, called);

            View after = view(world, operator, id);
            assertThat(after.api().enabled()).isTrue();
            assertThat(after.api().paused()).isFalse();
            assertThat(after.lastCall()).hasValue(called);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aSuspensionIsInBothTrailsWithItsReasonUntilItIsLifted(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller operator = OperatorCaller.in(world);
            AccountId id = create(world, operator, "Acme", null);

            suspend(world, operator, id, " Not paid since May ");
            suspend(world, operator, id, "Not paid since May");
            assertThat(view(world, operator, id).account().suspensionReason()).isEqualTo("Not paid since May");
            suspend(world, operator, id, "Another reason");
            assertThat(view(world, operator, id).account().suspensionReason()).isEqualTo("Another reason");
            world.tell(s -> s.administration().resume(operator, id));
            world.tell(s -> s.administration().resume(operator, id));

            assertThat(view(world, operator, id).account().suspensionReason()).isNull();
            assertThat(view(world, operator, id).account().isSuspended()).isFalse();
            assertThat(trail(world, "account_id is not null"))
                    .containsExactly(
                            "account.created OPERATOR {\"name\":\"Acme\"}",
                            "account.suspended OPERATOR {\"reason\":\"Not paid since May\"}",
                            "account.suspension.reason.changed OPERATOR {\"new.reason\":\"Another reason\","
                                    + "\"old.reason\":\"Not paid since May\"}",
                            "account.suspension.lifted OPERATOR {}");
            assertThat(trail(world, "account_id is null and subject = 'acme'"))
                    .as("the system's trail says the same")
                    .isEqualTo(trail(world, "account_id is not null"));
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aNewNameAndExternalIdAreInBothTrails(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller operator = OperatorCaller.in(world);
            AccountId id = create(world, operator, "Acme", new ExternalId("1"));
            create(world, operator, "Other", new ExternalId("2"));

            change(world, operator, id, "Acme & Co", new ExternalId("3"));
            change(world, operator, id, "Acme & Co", new ExternalId("3"));
            assertThatThrownBy(() -> change(world, operator, id, "Acme", new ExternalId("2")))
                    .isInstanceOf(ExternalIdTaken.class);

            assertThat(view(world, operator, id).account().name()).isEqualTo("Acme & Co");
            assertThat(trail(world, "account_id is null and subject = 'acme'"))
                    .containsExactly(
                            "account.created OPERATOR {\"name\":\"Acme\"}",
                            "account.renamed OPERATOR {\"from\":\"Acme\",\"to\":\"Acme & Co\"}",
                            "account.identified OPERATOR {\"externalId\":\"3\"}");
            assertThat(world.ask(s -> s.provisioning().list(operator, "co", null))
                            .accounts())
                    .hasSize(1);
        }
    }

    private static boolean withdraw(World world, Caller operator, AccountId id, UUID invitation) {
        return world.ask(s -> s.administration().withdrawInvitation(operator, id, invitation))
                .isPresent();
    }

    /** The team's limit holds for operators too; they withdraw any, not the first page alone. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void anAccountHasAHundredOpenInvitationsWhoeverInvites(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller operator = OperatorCaller.in(world);
            AccountId id = create(world, operator, "Acme", null);
            for (int i = 0; i < Invitation.MAX_OPEN; i++) {
                invite(world, operator, id, "owner-" + i + "@example.com");
            }
            assertThatThrownBy(() -> invite(world, operator, id, "one-more@example.com"))
                    .isInstanceOf(TooManyInvitations.class);
            invite(world, operator, id, "owner-7@example.com");
            UUID last = world.ask(s -> s.em().createQuery(
                                    "select i from Invitation i where i.email = :email", Invitation.class)
                            .setParameter("email", "owner-99@example.com")
                            .getSingleResult())
                    .id();
            assertThat(withdraw(world, operator, id, last)).isTrue();
            invite(world, operator, id, "one-more@example.com");
        }
    }

    private static void invite(World world, Caller operator, AccountId id, String email) {
        world.tell(s -> s.administration()
                .inviteOwner(operator, id, EmailAddress.parse(email).orElseThrow()));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void anOwnerIsInvitedByALinkThatCanBeReplacedAndWithdrawn(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller operator = OperatorCaller.in(world);
            AccountId id = create(world, operator, "Acme", null);
            EmailAddress email = EmailAddress.parse("otto@example.com").orElseThrow();

            InvitationToken first = world.ask(s -> s.administration().inviteOwner(operator, id, email))
                    .orElseThrow();
            InvitationToken second = world.ask(s -> s.administration().inviteOwner(operator, id, email))
                    .orElseThrow();

            assertThat(isOpen(world, first)).isFalse();
            assertThat(world.ask(s -> s.joining().find(second)).orElseThrow().role())
                    .isEqualTo(Role.OWNER.name());
            assertThat(view(world, operator, id).invited()).hasSize(1);

            UUID invitation = view(world, operator, id).invited().getFirst().id();
            assertThat(withdraw(world, operator, id, UUID.randomUUID())).isFalse();
            assertThat(withdraw(world, operator, id, invitation)).isTrue();
            assertThat(withdraw(world, operator, id, invitation)).isFalse();
            assertThat(isOpen(world, second)).isFalse();
            assertThat(trail(world, "account_id is not null").getLast()).startsWith("invitation.withdrawn OPERATOR");
            assertThat(trail(world, "account_id is null and subject = 'acme'"))
                    .contains("member.invited OPERATOR {\"email\":\"otto@example.com\",\"role\":\"OWNER\"}");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void noMemberIsInvitedAgain(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller operator = OperatorCaller.in(world);
            Caller owner = world.member(Role.OWNER);
            String email = view(world, operator, owner.requireAccount())
                    .owners()
                    .getFirst()
                    .email();

            assertThatThrownBy(() -> world.tell(s -> s.administration()
                            .inviteOwner(
                                    operator,
                                    owner.requireAccount(),
                                    EmailAddress.parse(email).orElseThrow())))
                    .isInstanceOf(AlreadyInAccount.class);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void showsAClosedAccountAndChangesNothingOfIt(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller operator = OperatorCaller.in(world);
            AccountId closed = create(world, operator, "Acme", null);
            world.tell(s -> s.em().createNativeQuery("update account set status = 'CLOSED'")
                    .executeUpdate());

            AccountId unknown = new AccountId(UUID.randomUUID());
            assertThat(view(world, operator, closed).account().isClosed()).isTrue();
            assertThatThrownBy(() -> view(world, operator, unknown)).isInstanceOf(NotFound.class);
            for (AccountId id : List.of(closed, unknown)) {
                assertThatThrownBy(() -> suspend(world, operator, id, "x")).isInstanceOf(NotFound.class);
                assertThatThrownBy(() -> world.tell(s -> s.administration().resume(operator, id)))
                        .isInstanceOf(NotFound.class);
                assertThatThrownBy(() -> change(world, operator, id, "x", null)).isInstanceOf(NotFound.class);
                assertThatThrownBy(() ->
                                world.tell(s -> s.administration().withdrawInvitation(operator, id, UUID.randomUUID())))
                        .isInstanceOf(NotFound.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void whatWidensAccessAsksForARecentSignIn(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller operator = OperatorCaller.in(world);
            AccountId id = create(world, operator, "Acme", null);
            world.clock().turn(Duration.ofMinutes(16));

            List<Runnable> changes = List.of(
                    () -> create(world, operator, "Other", null),
                    () -> suspend(world, operator, id, "x"),
                    () -> world.tell(s -> s.administration().resume(operator, id)),
                    () -> change(world, operator, id, "x", null),
                    () -> world.tell(s -> s.administration()
                            .inviteOwner(
                                    operator,
                                    id,
                                    EmailAddress.parse("a@example.com").orElseThrow())));

            assertThat(changes)
                    .allSatisfy(change -> assertThatThrownBy(change::run).isInstanceOf(RecentSignInRequired.class));
        }
    }

    /** Each writes to the chains of its account and of the system: none may wait for another that waits for it. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void manyChangesAtOnceWaitForEachOtherAndAllEndWell(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            Caller operator = OperatorCaller.in(world);
            Caller owner = world.member(Role.OWNER);
            List<AccountId> ids = new ArrayList<>(List.of(owner.requireAccount()));
            for (int i = 0; i < 3; i++) {
                ids.add(create(world, operator, "Acme", null));
            }
            for (int round = 0; round < 5; round++) {
                String name = "Round " + round;
                List<Runnable> all = new ArrayList<>();
                for (AccountId id : ids) {
                    all.add(() -> suspend(world, operator, id, "x"));
                    all.add(() -> change(world, operator, id, name, null));
                    all.add(() -> world.tell(s -> s.administration().resume(operator, id)));
                }
                all.add(() -> create(world, operator, name, null));
                all.add(() -> world.tell(s -> s.recoveryLinks().create(operator, owner.requireUser(), false)));

                List<Future<Void>> ended = AtOnce.run(all);

                assertThat(AtOnce.failures(ended)).isEmpty();
            }
        }
    }

    private static boolean isOpen(World world, InvitationToken token) {
        return world.ask(s -> s.joining().find(token).isPresent());
    }

    private static View view(World world, Caller operator, AccountId id) {
        return world.ask(s -> s.administration().get(operator, id));
    }

    private static AccountId create(World world, Caller operator, String name, ExternalId externalId) {
        Slug slug = name.equals("Acme") && externalId != null ? new Slug("acme") : null;
        return world.ask(s -> s.provisioning().create(operator, new NewAccount(name, slug, externalId, null)))
                .account()
                .id();
    }

    private static void suspend(World world, Caller operator, AccountId id, String reason) {
        world.tell(s -> s.administration().suspend(operator, id, reason));
    }

    private static void change(World world, Caller operator, AccountId id, String name, ExternalId externalId) {
        world.tell(s ->
                s.administration().change(operator, id, Optional.of(name), Optional.of(new NewExternalId(externalId))));
    }

    private static List<String> trail(World world, String where) {
        return world
                .ask(s -> s.em().createNativeQuery("select code || ' ' || actor_kind || ' ' || parameters"
                                + " from audit_entry where " + where + " order by seq")
                        .getResultList())
                .stream()
                .map(String::valueOf)
                .toList();
    }

    private static void addCall(World world, AccountId account, Instant at) {
        world.tell(s -> {
            s.em().createNativeQuery(
                            "insert into usage_hour (account_id, began_at, outcome, calls) values (?1, ?2, 'allowed', 1)")
                    .setParameter(1, account.value())
                    .setParameter(2, at.truncatedTo(ChronoUnit.HOURS).atOffset(ZoneOffset.UTC))
                    .executeUpdate();
            s.em().createNativeQuery("insert into usage_caller (account_id, seen_on, token_id, address, first_seen_at,"
                            + " last_seen_at, last_allowed_at, allowed, would_refuse, refused)"
                            + " values (?1, ?2, ?3, '192.0.2.1', ?4, ?4, ?4, 1, 0, 0)")
                    .setParameter(1, account.value())
                    .setParameter(2, LocalDate.ofInstant(at, ZoneOffset.UTC))
                    .setParameter(3, UUID.randomUUID())
                    .setParameter(4, at.atOffset(ZoneOffset.UTC))
                    .executeUpdate();
        });
    }
}
