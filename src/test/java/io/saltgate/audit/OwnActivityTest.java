package io.saltgate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.audit.AuditEntries.Line;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OwnActivityTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void listsWhatOneDidAndWhatWasDoneToOneAndNothingElse(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller me = world.member(Role.OWNER);
            Caller other = world.member(Role.OWNER);
            tell(world, "signed.in", me, null);
            tell(world, "signed.in", other, null);
            tell(
                    world,
                    "signin.failed",
                    Caller.nobody("192.0.2.9"),
                    me.requireUser().toString());
            tell(
                    world,
                    "signin.failed",
                    Caller.nobody("192.0.2.9"),
                    other.requireUser().toString());
            tell(world, "operator.key.made", me, "key");
            tell(world, "password.changed", me, me.requireUser().toString());

            OwnActivity.Page page = list(world, me, null);

            assertThat(page.lines())
                    .extracting(Line::code)
                    .containsExactly("password.changed", "signin.failed", "signed.in");
            assertThat(page.lines().get(1).address()).isEqualTo("192.0.2.9");
            assertThat(page.older()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void pagesThroughBothWithoutGapOrRepetition(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller me = world.member(Role.OWNER);
            String id = me.requireUser().toString();
            List<Long> expected = new ArrayList<>();
            world.tell(s -> {
                for (int i = 1; i <= 155; i++) {
                    boolean by = i % 3 == 0;
                    boolean foreign = i % 5 == 0;
                    s.audit()
                            .append(new AccountEvent(
                                    foreign ? "thing.done" : by ? "signed.in" : "signin.failed",
                                    by || foreign ? me : Caller.nobody("192.0.2.9"),
                                    null,
                                    by || foreign ? null : id,
                                    Map.of()));
                }
            });
            world
                    .ask(s -> new SystemAuditEntries(s.em(), new AuditLog(s.em()), s.audit()::append)
                            .export(me, AuditFilter.ALL, 0, 1_000))
                    .lines()
                    .reversed()
                    .stream()
                    .filter(line -> line.code().startsWith("sign"))
                    .forEach(line -> expected.add(line.seq()));
            List<Long> seen = new ArrayList<>();

            OwnActivity.Page page = list(world, me, null);
            seen.addAll(page.lines().stream().map(Line::seq).toList());
            while (page.older() != null) {
                page = list(world, me, page.older());
                assertThat(page.lines()).hasSizeLessThanOrEqualTo(OwnActivity.PAGE_SIZE);
                seen.addAll(page.lines().stream().map(Line::seq).toList());
            }

            assertThat(seen).containsExactlyElementsOf(expected).hasSize(124);
        }
    }

    private static OwnActivity.Page list(World world, Caller caller, Long before) {
        return world.ask(s -> new OwnActivity(s.em(), new AuditLog(s.em())).list(caller, before));
    }

    private static void tell(World world, String code, Caller by, String subject) {
        world.tell(s -> s.audit().append(new AccountEvent(code, by, null, subject, Map.of())));
    }
}
