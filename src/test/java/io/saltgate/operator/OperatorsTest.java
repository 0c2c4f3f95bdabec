package io.saltgate.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.RecentSignInRequired;
import io.saltgate.accounts.RightMissing;
import io.saltgate.signin.recovery.RecoveryToken;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.OperatorCaller;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OperatorsTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void addsWhoeverSignsInWithTheAddressAndRemovesAgain(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller first = OperatorCaller.in(world, "b@example.com");
            User person = OperatorCaller.person(world, "a@example.com", false);

            User added = world.ask(s -> s.operators().add(first, email("A@Example.com")));

            assertThat(added.id()).isEqualTo(person.id());
            assertThat(emails(world, first)).containsExactly("a@example.com", "b@example.com");
            assertThatThrownBy(() -> add(world, first, "a@example.com")).isInstanceOf(OperatorAlready.class);
            assertThatThrownBy(() -> add(world, first, "nobody@example.com")).isInstanceOf(NoSuchPerson.class);

            remove(world, first, person.id());
            assertThat(emails(world, first)).containsExactly("b@example.com");
            assertThatThrownBy(() -> remove(world, first, person.id())).isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> remove(world, first, UUID.randomUUID())).isInstanceOf(NotFound.class);
            assertThat(audited(world)).containsExactly("operator.added", "operator.removed");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void theLastStays(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller first = OperatorCaller.in(world);
            assertThatThrownBy(() -> remove(world, first, first.id())).isInstanceOf(LastOperatorCannotLeave.class);

            Caller second = OperatorCaller.in(world);
            remove(world, first, first.id());
            assertThat(emails(world, second)).hasSize(1);
        }
    }

    /** Of two who remove each other one stays, however close they are. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofTwoWhoRemoveEachOtherOneStays(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            Caller keeper = OperatorCaller.in(world);
            for (int round = 0; round < 20; round++) {
                Caller one = keeper;
                Caller other = OperatorCaller.in(world);

                List<Future<Void>> all =
                        AtOnce.run(List.of(() -> remove(world, one, other.id()), () -> remove(world, other, one.id())));

                assertThat(AtOnce.succeeded(all)).isEqualTo(1);
                assertThat(AtOnce.failures(all).getFirst()).isInstanceOf(RightMissing.class);
                assertThat(emails(world, one)).hasSize(1);
                keeper = AtOnce.succeeded(all.subList(0, 1)) == 1 ? one : other;
            }
        }
    }

    /** A removed operator may do nothing more, though the right was there when the request came. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofManyWhoRemoveEachOtherOneStays(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            List<Caller> callers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                callers.add(OperatorCaller.in(world));
            }
            List<Runnable> removals = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Caller by = callers.get(i);
                UUID next = callers.get((i + 1) % 6).id();
                removals.add(() -> remove(world, by, next));
            }

            List<Future<Void>> all = AtOnce.run(removals);

            assertThat(emails(world, callers.getFirst())).hasSize(6 - (int) AtOnce.succeeded(all));
            assertThat(AtOnce.failures(all))
                    .allSatisfy(failure ->
                            assertThat(failure).isInstanceOfAny(RightMissing.class, LastOperatorCannotLeave.class));
            assertThat(emails(world, callers.getFirst())).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofManyWhoAddOnePersonOneDoes(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            Caller first = OperatorCaller.in(world);
            OperatorCaller.person(world, "a@example.com", false);

            List<Future<Void>> all = AtOnce.run(Collections.nCopies(6, () -> add(world, first, "a@example.com")));

            assertThat(AtOnce.succeeded(all)).isEqualTo(1);
            assertThat(AtOnce.failures(all))
                    .allSatisfy(failure -> assertThat(failure).isInstanceOf(OperatorAlready.class));
            assertThat(audited(world)).containsExactly("operator.added");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void recoveryLinksOfTheRemovedAreOver(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller first = OperatorCaller.in(world);
            Caller second = OperatorCaller.in(world);
            RecoveryToken token = world.ask(s -> s.recoveryLinks().create(second, first.requireUser(), false));
            assertThat(isOpen(world, token)).isTrue();

            remove(world, first, second.id());

            assertThat(isOpen(world, token)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void asksForARecentSignIn(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller first = OperatorCaller.in(world);
            Caller second = OperatorCaller.in(world);
            world.clock().turn(Duration.ofMinutes(16));

            assertThatThrownBy(() -> remove(world, first, second.id())).isInstanceOf(RecentSignInRequired.class);
            assertThatThrownBy(() -> add(world, first, "a@example.com")).isInstanceOf(RecentSignInRequired.class);
        }
    }

    private static boolean isOpen(World world, RecoveryToken token) {
        return world.ask(s -> s.recovery().findEmail(token).isPresent());
    }

    private static void add(World world, Caller by, String email) {
        world.tell(s -> s.operators().add(by, email(email)));
    }

    private static void remove(World world, Caller by, UUID id) {
        world.tell(s -> s.operators().remove(by, id));
    }

    private static EmailAddress email(String text) {
        return EmailAddress.parse(text).orElseThrow();
    }

    private static List<String> emails(World world, Caller by) {
        return world.ask(s -> s.operators().list(by)).stream().map(User::email).toList();
    }

    private static List<String> audited(World world) {
        return world
                .ask(s -> s.em().createNativeQuery("select code from audit_entry where account_id is null"
                                + " and code like 'operator.%' order by seq")
                        .getResultList())
                .stream()
                .map(String::valueOf)
                .toList();
    }
}
