package io.saltgate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.NotFound;
import io.saltgate.audit.AuditEntries.Line;
import io.saltgate.audit.AuditEntries.Slice;
import io.saltgate.operator.OperatorKeys;
import io.saltgate.operator.OperatorScope;
import io.saltgate.team.Role;
import io.saltgate.testing.OperatorCaller;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SystemAuditEntriesTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void hasWhatBelongsToNoAccountWhateverTheFilter(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller operator = OperatorCaller.in(world);
            Caller owner = world.member(Role.OWNER);
            world.tell(s -> s.audit().append(AccountEvent.of("api.paused", owner, null)));
            announce(world, "signin.failed", Caller.nobody("192.0.2.7"), 3);
            announce(world, "operator.added", operator, 2);

            assertThat(codes(world, operator, AuditFilter.ALL))
                    .containsExactly(
                            "operator.added", "operator.added", "signin.failed", "signin.failed", "signin.failed");
            assertThat(codes(world, operator, filter(null, "signin.failed", null)))
                    .hasSize(3);
            assertThat(codes(world, operator, filter(null, "api.paused", null))).isEmpty();
            assertThat(codes(world, operator, filter(operator.id(), null, null)))
                    .containsExactly("operator.added", "operator.added");
            assertThat(codes(world, operator, filter(owner.id(), null, null))).isEmpty();
            assertThat(codes(world, operator, filter(null, null, "192.0.2.7"))).hasSize(3);
            assertThat(codes(world, operator, filter(operator.id(), "operator.added", "198.51.100.7")))
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void pagesByAKeyInBothDirections(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller operator = OperatorCaller.in(world);
            announce(world, "signin.failed", Caller.nobody("192.0.2.7"), 60);
            announce(world, "signed.in", operator, 60);
            for (AuditFilter filter : List.of(AuditFilter.ALL, filter(null, "signed.in", null))) {
                Slice first = slice(world, operator, filter, null, null);
                Slice second = slice(world, operator, filter, first.older(), null);

                assertThat(first.lines()).hasSize(AuditEntries.PAGE_SIZE);
                assertThat(second.lines()).hasSize(filter.code() == null ? AuditEntries.PAGE_SIZE : 10);
                assertThat(slice(world, operator, filter, null, second.newer()).lines())
                        .isEqualTo(first.lines());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void namesOperatorsAndTheirKeys(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller operator = OperatorCaller.in(world, "olga@example.com");
            OperatorKeys.Made made = world.ask(s -> s.operatorKeys()
                    .make(
                            operator,
                            new OperatorKeys.NewKey("Back end", Set.of(OperatorScope.ACCOUNTS), List.of(), null)));
            Caller key = key(made.key().id());
            announce(world, "account.created", key, 1);
            announce(world, "account.created", key(UUID.randomUUID()), 1);

            Slice slice = slice(world, operator, AuditFilter.ALL, null, null);

            assertThat(slice.people().get(operator.id()).email()).isEqualTo("olga@example.com");
            assertThat(slice.people().get(key.id()))
                    .isEqualTo(new AuditEntries.Person(
                            "Back end", "sgo_…" + made.key().hint()));
            assertThat(slice.people()).hasSize(2);
            assertThat(world.ask(s -> entries(s).offerActors(operator)).keySet())
                    .containsExactly(operator.id());
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void anExportIsInTheTrailItself(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller operator = OperatorCaller.in(world);
            announce(world, "signed.in", operator, 3);

            long below = world.ask(s -> entries(s).beginExport(operator, "CSV", true));
            Slice piece = world.ask(s -> entries(s).export(operator, AuditFilter.ALL, 0, below));

            assertThat(piece.lines()).hasSize(3);
            assertThat(piece.newer()).isNull();
            assertThat(world.ask(s -> entries(s).get(operator, below)).lines())
                    .extracting(Line::code, Line::parameters)
                    .containsExactly(tuple("audit.exported", Map.of("format", "CSV", "filtered", "true")));
            assertThatThrownBy(() -> world.ask(s -> entries(s).get(operator, below + 1)))
                    .isInstanceOf(NotFound.class);
        }
    }

    private static SystemAuditEntries entries(World.Services s) {
        return new SystemAuditEntries(s.em(), new AuditLog(s.em()), s.audit()::append);
    }

    private static void announce(World world, String code, Caller by, int times) {
        for (int i = 0; i < times; i++) {
            world.tell(s -> s.audit().append(new AccountEvent(code, by, null, null, Map.of())));
        }
    }

    private static List<String> codes(World world, Caller caller, AuditFilter filter) {
        return slice(world, caller, filter, null, null).lines().stream()
                .map(Line::code)
                .toList();
    }

    private static Slice slice(World world, Caller caller, AuditFilter filter, Long before, Long after) {
        return world.ask(s -> entries(s).getSlice(caller, filter, before, after));
    }

    private static AuditFilter filter(UUID actor, String code, String address) {
        return new AuditFilter(actor, Set.of(), code, Set.of(), address, null, null, null, Set.of());
    }

    private static Caller key(UUID id) {
        return new Caller(Caller.Kind.OPERATOR_KEY, id, null, Set.of(), Instant.EPOCH, "198.51.100.7");
    }
}
