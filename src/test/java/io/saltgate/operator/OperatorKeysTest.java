package io.saltgate.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inet.ipaddr.IPAddress;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.RecentSignInRequired;
import io.saltgate.accounts.Slug;
import io.saltgate.platform.Settings;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.team.Role;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OperatorKeysTest {

    private static final Optional<IPAddress> HERE = IpAddresses.parse("198.51.100.7");

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aKeyIsWhatItsScopesSay(TestDatabase kind) {
        try (World world = new World(kind)) {
            OperatorKeys.Made made = make(world, Set.of(OperatorScope.ACCOUNTS), List.of(), null);

            Caller caller = find(world, made.text(), HERE).orElseThrow();

            assertThat(caller.kind()).isEqualTo(Caller.Kind.OPERATOR_KEY);
            assertThat(caller.id()).isEqualTo(made.key().id());
            assertThat(caller.account()).isNull();
            assertThat(caller.permissions()).isEqualTo(OperatorScope.ACCOUNTS.permissions());
            assertThat(caller.address()).isEqualTo("198.51.100.7");
            assertThat(caller.personOrNull()).isNull();
            assertThat(find(world, OperatorKeyText.generate(), HERE)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void getsTheAccountOfThePathIfThereIsOne(TestDatabase kind) {
        try (World world = new World(kind)) {
            OperatorKeyText text = make(world, Set.of(OperatorScope.CREDENTIALS), List.of(), null)
                    .text();
            Caller owner = world.member(Role.OWNER);
            Slug slug = new Slug(
                    world.ask(s -> s.accounts().get(owner.requireAccount()).slug()));

            assertThat(world.ask(s -> keys(s, world).find(text, Optional.of(slug), HERE))
                            .orElseThrow()
                            .account())
                    .isEqualTo(owner.account());
            assertThat(world.ask(s -> keys(s, world).find(text, Optional.of(new Slug("nowhere")), HERE))
                            .orElseThrow()
                            .account())
                    .isNull();
            world.tell(s -> s.em().createNativeQuery("update account set status = 'CLOSED'")
                    .executeUpdate());
            assertThat(world.ask(s -> keys(s, world).find(text, Optional.of(slug), HERE))
                            .orElseThrow()
                            .account())
                    .isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void isDeadOnceItIsOverOrRevoked(TestDatabase kind) {
        try (World world = new World(kind)) {
            Instant end = world.clock().instant().plus(Duration.ofHours(1));
            OperatorKeys.Made over = make(world, Set.of(OperatorScope.EVENTS), List.of(), end);
            OperatorKeys.Made revoked = make(world, "another", Set.of(OperatorScope.EVENTS), List.of(), null);
            assertThat(find(world, over.text(), HERE)).isPresent();

            world.tell(
                    s -> s.operatorKeys().revoke(Caller.system(), revoked.key().id()));
            assertThat(find(world, revoked.text(), HERE)).isEmpty();
            world.clock().turn(Duration.ofHours(1));
            assertThat(find(world, over.text(), HERE)).isEmpty();

            world.tell(
                    s -> s.operatorKeys().revoke(Caller.system(), revoked.key().id()));
            assertThat(audited(world, "operator.key.revoked")).isEqualTo(1);
            assertThat(audited(world, "operator.key.made")).isEqualTo(2);
            assertThatThrownBy(() -> world.tell(s -> s.operatorKeys().revoke(Caller.system(), UUID.randomUUID())))
                    .isInstanceOf(NotFound.class);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void opensNothingFromOtherAddresses(TestDatabase kind) {
        try (World world = new World(kind)) {
            List<IPAddress> bound = List.of(block("10.0.0.0/8"), block("2001:db8::/32"));
            OperatorKeys.Made made = make(world, Set.of(OperatorScope.ACCOUNTS), bound, null);

            assertThat(made.key().addresses()).containsExactly("10.0.0.0/8", "2001:db8::/32");
            assertThat(find(world, made.text(), IpAddresses.parse("10.1.2.3"))).isPresent();
            assertThat(find(world, made.text(), IpAddresses.parse("::ffff:10.1.2.3")))
                    .isPresent();
            assertThat(find(world, made.text(), IpAddresses.parse("2001:db8::1")))
                    .isPresent();
            assertThat(find(world, made.text(), HERE)).isEmpty();
            assertThat(find(world, made.text(), Optional.empty())).isEmpty();
            assertThat(world.ask(s -> s.operatorKeys().list(Caller.system()))
                            .getFirst()
                            .lastUsedAt())
                    .isNotNull();
        }
    }

    /** A refused call does not move it (B31); many at once write it once and stand in nobody's way. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void remembersItsLastUseToTheMinute(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            OperatorKeys.Made made = make(world, Set.of(OperatorScope.ACCOUNTS), List.of(), null);
            assertThat(lastUsed(world)).isNull();

            assertThat(AtOnce.failures(AtOnce.run(Collections.nCopies(8, () -> find(world, made.text(), HERE)))))
                    .isEmpty();
            Instant first = lastUsed(world);
            assertThat(first).isNotNull();
            world.clock().turn(Duration.ofSeconds(59));
            find(world, made.text(), HERE);
            assertThat(lastUsed(world)).isEqualTo(first);
            world.clock().turn(Duration.ofSeconds(1));
            find(world, made.text(), HERE);
            Instant second = lastUsed(world);
            assertThat(second).isAfter(first);

            world.tell(s -> s.operatorKeys().revoke(Caller.system(), made.key().id()));
            world.clock().turn(Duration.ofMinutes(5));
            find(world, made.text(), HERE);
            assertThat(lastUsed(world)).isEqualTo(second);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void theDatabaseHoldsNoKey(TestDatabase kind) {
        try (World world = new World(kind)) {
            OperatorKeys.Made made = make(world, Set.of(OperatorScope.ACCOUNTS), List.of(), null);

            String row = world.ask(s -> s.em().createNativeQuery(
                            "select concat(name, ' ', lookup_hash, ' ', hint, ' ', scopes) from operator_key")
                    .getSingleResult()
                    .toString());

            String secret = made.text().reveal();
            assertThat(secret).matches("sgo_[0-9A-Za-z]{43}");
            assertThat(row).contains(made.key().hint()).doesNotContain(secret.substring(4, 20));
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void theConfiguredKeyHasEveryScope(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller caller = find(world, new OperatorKeyText("configured-key-0123456789-abc"), HERE)
                    .orElseThrow();

            for (OperatorScope scope : OperatorScope.values()) {
                assertThat(caller.permissions()).containsAll(scope.permissions());
            }
        }
    }

    /** A form that was sent twice makes one key, whose text somebody has. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofTwoOfOneNameAtOnceOneIsMade(TestDatabase kind) throws Exception {
        try (World world = new World(kind);
                World other = world.anotherNode()) {
            var all = AtOnce.run(List.of(
                    () -> make(world, Set.of(OperatorScope.EVENTS), List.of(), null),
                    () -> make(other, Set.of(OperatorScope.EVENTS), List.of(), null)));

            assertThat(AtOnce.succeeded(all)).isEqualTo(1);
            assertThat(AtOnce.failures(all)).singleElement().isInstanceOf(OperatorKeyNameTaken.class);
            UUID made = world.ask(s -> s.operatorKeys().list(Caller.system()))
                    .getFirst()
                    .id();
            world.tell(s -> s.operatorKeys().revoke(Caller.system(), made));
            make(world, Set.of(OperatorScope.EVENTS), List.of(), null);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void wantsAProofOfIdentityOfTheLastMinutes(TestDatabase kind) {
        try (World world = new World(kind)) {
            Instant before = world.clock().instant().minus(Caller.RECENT).minusSeconds(1);

            assertThatThrownBy(() -> world.ask(s -> s.operatorKeys()
                            .make(
                                    new Caller(Caller.Kind.USER, UUID.randomUUID(), null, Set.of(), before, null),
                                    new OperatorKeys.NewKey("late", Set.of(OperatorScope.EVENTS), List.of(), null))))
                    .isInstanceOf(RecentSignInRequired.class);
        }
    }

    private static OperatorKeys.Made make(
            World world, Set<OperatorScope> scopes, List<IPAddress> addresses, Instant expiresAt) {
        return make(world, "deploy", scopes, addresses, expiresAt);
    }

    private static OperatorKeys.Made make(
            World world, String name, Set<OperatorScope> scopes, List<IPAddress> addresses, Instant expiresAt) {
        return world.ask(s -> s.operatorKeys()
                .make(signedIn(world.clock().instant()), new OperatorKeys.NewKey(name, scopes, addresses, expiresAt)));
    }

    private static Caller signedIn(Instant at) {
        return new Caller(Caller.Kind.SYSTEM, null, null, Set.of(), at, null);
    }

    private static Optional<Caller> find(World world, OperatorKeyText text, Optional<IPAddress> address) {
        return world.ask(s -> keys(s, world).find(text, Optional.empty(), address));
    }

    private static PresentedKeys keys(World.Services services, World world) {
        OperatorKeySettings settings =
                OperatorKeySettings.from(new Settings(key -> Optional.of("configured-key-0123456789-abc")));
        return new PresentedKeys(services.em(), services.accounts(), settings, world.ring(), world.clock());
    }

    private static Instant lastUsed(World world) {
        return world.ask(s -> s.operatorKeys().list(Caller.system())).getFirst().lastUsedAt();
    }

    private static long audited(World world, String code) {
        return world.ask(s -> ((Number) s.em().createNativeQuery("select count(*) from audit_entry where code = ?1")
                        .setParameter(1, code)
                        .getSingleResult())
                .longValue());
    }

    private static IPAddress block(String range) {
        return IpAddresses.parseRange(range).orElseThrow().block();
    }
}
