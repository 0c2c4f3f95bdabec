package io.saltgate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.audit.AuditEntries.Line;
import io.saltgate.audit.AuditEntries.Slice;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuditEntriesTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void pagesFromTheNewestToTheOldestAndBack(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            announce(world, owner, 124);
            announce(world, world.member(Role.OWNER), 1);
            List<Long> seqs = new ArrayList<>();

            Slice first = slice(world, owner, null);
            Slice second = slice(world, owner, first.older());
            Slice third = slice(world, owner, second.older());

            for (Slice slice : List.of(first, second, third)) {
                slice.lines().forEach(line -> seqs.add(line.seq()));
            }
            assertThat(seqs)
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, 125)
                            .map(i -> 126 - i)
                            .boxed()
                            .toList());
            assertThat(first.newest()).isTrue();
            assertThat(first.newer()).isNull();
            assertThat(second.newest()).isFalse();
            assertThat(second.newer()).isNull();
            assertThat(third.older()).isNull();
            assertThat(slice(world, owner, third.newer()).lines()).isEqualTo(second.lines());
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void exactlyOnePageHasNoOlderOne(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            announce(world, owner, 49);

            assertThat(slice(world, owner, null).lines()).hasSize(50);
            assertThat(slice(world, owner, null).older()).isNull();
            assertThat(slice(world, owner, 1L).lines()).isEmpty();
            assertThat(slice(world, owner, 1L).newest()).isFalse();
            assertThat(slice(world, owner, 51L).newest()).isTrue();
            assertThat(slice(world, owner, 999_999_999_999_999_999L).lines()).hasSize(50);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void namesPeopleWhereverTheyAreSpokenOf(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            Caller other = world.member(Role.AUDITOR);
            world.tell(s -> s.audit()
                    .append(AccountEvent.of("thing.done", owner, other.id()).with("by", other.id())));

            Slice slice = slice(world, owner, null);

            assertThat(slice.names()).containsOnlyKeys(owner.id(), other.id()).containsValue("Meera");
            assertThat(slice.lines().getFirst())
                    .extracting(Line::actor, Line::address, Line::subject)
                    .containsExactly(owner.id(), "198.51.100.7", other.id().toString());
        }
    }

    /** The page must still open on a trail that somebody has tampered with. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void showsParametersThatAreNoneAsTheyAre(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            Tampering tampering = new Tampering(world);
            for (String parameters : List.of("", "[]", "{", "<b>", "{\"a\":1}")) {
                tampering.execute(
                        "update audit_entry set parameters = ? where chain_id = ?",
                        parameters,
                        owner.requireAccount().value());

                assertThat(slice(world, owner, null).lines().getFirst().parameters())
                        .isEqualTo(parameters.startsWith("{\"") ? Map.of("a", "1") : Map.of("", parameters));
            }
        }
    }

    private static Slice slice(World world, Caller caller, Long before) {
        return world.ask(s -> new AuditEntries(s.em(), s.users()).getSlice(caller, before));
    }

    private static void announce(World world, Caller owner, int times) {
        world.tell(s -> {
            for (int i = 0; i < times; i++) {
                s.audit().append(AccountEvent.of("thing.done", owner, null));
            }
        });
    }
}
