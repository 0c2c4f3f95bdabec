package io.saltgate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.RecentSignInRequired;
import io.saltgate.accounts.RightMissing;
import io.saltgate.audit.AuditVerifier.Head;
import io.saltgate.operator.CannotBeErased;
import io.saltgate.operator.PersonErasure;
import io.saltgate.signin.SignIn;
import io.saltgate.signin.SignInNode;
import io.saltgate.team.Role;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.OperatorCaller;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A person's data goes when an operator erases them, from the audit trails too, which stay provable. */
class AuditErasuresTest {

    private static final String MEERA = "meera@example.com";
    private static final String ADDRESS = "203.0.113.77";

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void erasesAPersonAndLeavesTheChainsProvable(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            SignInNode node = new SignInNode(world);
            Caller operator = OperatorCaller.in(world);
            Caller owner = world.member(Role.OWNER);
            UUID meera = node.person(MEERA);
            world.tell(s -> s.members().add(owner.requireAccount(), meera, Role.ADMIN));
            assertThat(node.tryAs(MEERA, SignInNode.RIGHT, null, ADDRESS)).isInstanceOf(SignIn.Outcome.SignedIn.class);
            Caller asMeera = new Caller(
                    Caller.Kind.MEMBER,
                    meera,
                    owner.requireAccount(),
                    Role.ADMIN.permissions(),
                    world.clock().instant(),
                    ADDRESS);
            tell(world, AccountEvent.of("member.invited", owner, MEERA).with("role", "ADMIN"));
            tell(world, AccountEvent.of("member.invited", asMeera, "kim@example.com"));
            tell(
                    world,
                    new AccountEvent("address.changed", node.caller(meera, ADDRESS), null, meera.toString(), Map.of())
                            .changed("email", "meera@old.example", MEERA));
            assertThatThrownBy(() -> world.tell(s -> s.personErasure().erase(operator, meera)))
                    .as("a member")
                    .isInstanceOf(CannotBeErased.class);
            world.tell(s -> s.team().remove(owner, meera));
            world.tell(s -> {
                for (int i = 0; i < AuditErasures.PIECE + 20; i++) {
                    s.audit().append(AccountEvent.of("thing.done", asMeera, null));
                }
            });
            Map<UUID, Head> before = heads(world);

            world.tell(s -> s.personErasure().erase(operator, meera));

            User left = world.ask(s -> s.users().find(meera).orElseThrow());
            assertThat(left.name()).isEqualTo("Erased person");
            assertThat(left.email()).isEmpty();
            assertThat(left.isProved()).isFalse();
            assertThat(node.tryAs(MEERA, SignInNode.RIGHT, null, "203.0.113.78"))
                    .isEqualTo(new SignIn.Outcome.Refused());
            List<User> found = world.ask(s -> s.users().search("erased", 10));
            assertThat(found).isEmpty();
            for (String table : List.of("password", "console_session", "known_device")) {
                assertThat(new Tampering(world).query("select 1 from " + table + " where user_id = ?", meera))
                        .as(table)
                        .isEmpty();
            }
            world.tell(s -> s.personErasure().erase(operator, meera)); // again
            eraseAll(world);

            Tampering tampering = new Tampering(world);
            assertThat(tampering.query("select code from audit_entry where subject like '%meera%'"
                            + " or parameters like '%meera%' or actor_address = '" + ADDRESS + "'"))
                    .isEmpty();
            assertThat(tampering.query("select 1 from audit_entry where subject = 'kim@example.com'"))
                    .as("another person's")
                    .hasSize(1);
            assertThat(tampering.query("select actor_address from audit_entry where code = 'person.erased'")
                            .getFirst()[0])
                    .isEqualTo(operator.address());
            assertThat(tampering.query("select 1 from audit_entry where code = 'audit.person.erased'"))
                    .hasSizeGreaterThan(1);
            assertThat(tampering.findings(before))
                    .as("the ends that were kept before still prove the chains")
                    .isEmpty();
            assertThat(tampering.query("select 1 from pending_erasure")).isEmpty();
            node.person(MEERA); // the address is anybody's
        }
    }

    /** What was changed by hand is evidence, and holds nobody up. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void leavesWhatIsNotGenuineAndGoesOn(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            Caller operator = OperatorCaller.in(world);
            UUID meera = OperatorCaller.person(world, MEERA, false).id();
            Caller asMeera = new SignInNode(world).caller(meera, ADDRESS);
            for (int i = 0; i < 3; i++) {
                tell(world, new AccountEvent("thing.done", asMeera, null, null, Map.of()));
            }
            Tampering tampering = new Tampering(world);
            tampering.execute(
                    "update audit_entry set parameters = '{\"x\":\"y\"}' where actor_id = ? and seq ="
                            + " (select min(seq) from audit_entry where actor_id = ?)",
                    meera,
                    meera);

            world.tell(s -> s.personErasure().erase(operator, meera));
            eraseAll(world);

            assertThat(tampering.query(
                            "select 1 from audit_entry where actor_id = ? and actor_address = ?", meera, ADDRESS))
                    .hasSize(1);
            assertThat(tampering.query("select 1 from pending_erasure")).isEmpty();
        }
    }

    /** An address that has become another person's stays in the entries about that one. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void leavesAnAddressThatAnotherPersonHas(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            Caller operator = OperatorCaller.in(world);
            Caller owner = world.member(Role.OWNER);
            EmailAddress address = EmailAddress.parse(MEERA).orElseThrow();
            UUID released = world.ask(s -> s.users()
                    .createUnproved(address, "Thief", owner.requireAccount().value())
                    .id());
            world.ask(s -> s.users().create(address, "Meera", false));
            tell(world, AccountEvent.of("member.invited", owner, MEERA));

            world.tell(s -> s.personErasure().erase(operator, released));
            eraseAll(world);

            assertThat(new Tampering(world).query("select 1 from audit_entry where subject = ?", MEERA))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void onlyOperatorsWithARecentSignInEraseAndNoOperator(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller operator = OperatorCaller.in(world);
            UUID meera = OperatorCaller.person(world, MEERA, false).id();
            Caller asMeera = new SignInNode(world).caller(meera, ADDRESS);
            Caller late = operator.provedAt(
                    world.clock().instant().minus(Caller.RECENT).minusSeconds(1));
            assertThatThrownBy(() -> world.tell(s -> s.personErasure().erase(late, meera)))
                    .isInstanceOf(RecentSignInRequired.class);
            assertThatThrownBy(() -> world.tell(s -> s.personErasure().erase(asMeera, meera)))
                    .isInstanceOf(RightMissing.class);
            assertThatThrownBy(() -> world.tell(s -> s.personErasure().erase(operator, operator.requireUser())))
                    .isInstanceOf(CannotBeErased.class);
        }
    }

    /** The page says what is in the way, and where. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void namesTheAccountsOfSomeoneWhoCantBeErasedYet(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller operator = OperatorCaller.in(world);
            Caller only = world.member(Role.OWNER);
            UUID id = only.requireUser();
            PersonErasure.Obstacles alone = world.ask(s -> s.personErasure().assess(operator, id));
            assertThat(alone.seats())
                    .extracting(seat -> seat.account().name(), PersonErasure.Seat::onlyOwner)
                    .containsExactly(tuple("Acme", true));
            assertThatThrownBy(() -> world.tell(s -> s.personErasure().erase(operator, id)))
                    .isInstanceOf(CannotBeErased.class);

            Caller other = world.colleague(only, Role.OWNER);
            PersonErasure.Obstacles two = world.ask(s -> s.personErasure().assess(operator, id));
            assertThat(two.seats()).extracting(PersonErasure.Seat::onlyOwner).containsExactly(false);
            world.tell(s -> s.team().remove(other, id));
            PersonErasure.Obstacles none = world.ask(s -> s.personErasure().assess(operator, id));
            assertThat(none.isNone()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void twoNodesEraseTogetherAndOneGoesOnWhereTheOtherDied(TestDatabase kind) throws Exception {
        try (World world = new World(kind);
                World other = world.anotherNode()) {
            Caller operator = OperatorCaller.in(world);
            List<UUID> people = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                UUID person = OperatorCaller.person(world, "p" + i + "@example.com", false)
                        .id();
                Caller as = new SignInNode(world).caller(person, ADDRESS);
                world.tell(s -> {
                    for (int n = 0; n < AuditErasures.PIECE + 10; n++) {
                        s.audit().append(new AccountEvent("thing.done", as, null, null, Map.of()));
                    }
                });
                people.add(person);
            }
            Map<UUID, Head> before = heads(world);
            people.forEach(person -> world.tell(s -> s.personErasure().erase(operator, person)));
            UUID dead = world.ask(s -> erasures(world, s).claim()).orElseThrow(); // and then nothing more

            AtOnce.run(List.of(() -> eraseBravely(world), () -> eraseBravely(other)));
            eraseAll(world); // the one that lost a race left it to the next run

            Tampering tampering = new Tampering(world);
            String left = "select distinct actor_id from audit_entry where actor_address = '" + ADDRESS + "'";
            assertThat(tampering.query(left)).as("claimed by the one that died").hasSize(1);
            assertThat(tampering.query(left).getFirst()[0]).hasToString(dead.toString());
            world.clock().turn(Duration.ofMinutes(5));
            eraseAll(other);
            assertThat(tampering.query(left)).isEmpty();
            assertThat(tampering.query("select 1 from pending_erasure")).isEmpty();
            assertThat(tampering.findings(before)).isEmpty();
        }
    }

    private static void eraseBravely(World world) {
        try {
            eraseAll(world);
        } catch (RuntimeException e) {
            assertThat(e).isInstanceOf(jakarta.persistence.PersistenceException.class);
        }
    }

    private static Map<UUID, Head> heads(World world) throws Exception {
        List<Head> heads = new ArrayList<>();
        new Tampering(world).verify(Map.of(), new ArrayList<>(), heads);
        Map<UUID, Head> byChain = new HashMap<>();
        heads.forEach(head -> byChain.put(head.chain(), head));
        return byChain;
    }

    private static void eraseAll(World world) {
        Optional<UUID> next = world.ask(s -> erasures(world, s).claim());
        for (int i = 0; next.isPresent(); i++) {
            assertThat(i).isLessThan(50);
            UUID person = next.get();
            world.tell(s -> erasures(world, s).erase(person));
            next = world.ask(s -> erasures(world, s).claim());
        }
    }

    private static AuditErasures erasures(World world, World.Services s) {
        return new AuditErasures(s.em(), world.ring(), s.audit()::append, world.clock());
    }

    private static void tell(World world, AccountEvent event) {
        world.tell(s -> s.audit().append(event));
    }
}
