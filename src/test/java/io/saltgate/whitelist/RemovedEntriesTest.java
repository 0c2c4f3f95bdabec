package io.saltgate.whitelist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.RecentSignInRequired;
import io.saltgate.apiaccess.ApiStatus;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.DatabaseTime;
import io.saltgate.team.Role;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.whitelist.Whitelists.NewEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Undoing a removal opens a list again: who may, for how long, and what comes back. On both databases. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemovedEntriesTest {

    private static final Instant END = Instant.parse("2099-01-31T12:00:00Z");
    private static final String TICKS = "select count(*) from change_feed where account_id = ?1";
    private static final String AUDITED =
            "select count(*) from audit_entry where account_id = ?1 and code like 'whitelist.entr%.restored'";
    private static final String KEPT = "select count(*) from removed_whitelist_entry where account_id = ?1";

    @Parameter
    TestDatabase database;

    private World world;
    private Caller owner;

    @BeforeParameterizedClassInvocation
    void open(TestDatabase database) {
        world = new World(database);
    }

    @AfterParameterizedClassInvocation
    void close() {
        world.close();
    }

    @BeforeEach
    void begin() {
        owner = world.member(Role.OWNER);
        world.tell(s -> s.apiAccesses().enable(owner));
        add(new NewEntry(IpRange.of("198.51.100.7"), "office", END), plain("203.0.113.0/24"), plain("2001:db8::1"));
    }

    @Test
    void putsTheVeryEntriesBack() {
        List<String> before = described();
        UUID removal = remove(ids());
        assertThat(entries()).isEmpty();
        long ticks = world.count(TICKS, owner);

        assertThat(restore(owner, removal))
                .extracting(IpRange::toString)
                .containsExactlyInAnyOrder("198.51.100.7", "203.0.113.0/24", "2001:db8::1");

        assertThat(described()).isEqualTo(before);
        assertThat(world.count(TICKS, owner)).as("the gate hears of it").isEqualTo(ticks + 1);
        assertThat(world.count(AUDITED, owner)).isEqualTo(1);
        assertThat(world.count(KEPT, owner)).isZero();
        assertThatThrownBy(() -> restore(owner, removal)).isInstanceOf(RemovalOver.class);
    }

    @Test
    void isForTheRemoverAlone() {
        UUID removal = remove(ids());
        Caller colleague = world.colleague(owner, Role.OWNER);
        Caller stranger = world.member(Role.OWNER);
        world.tell(s -> s.apiAccesses().enable(stranger));

        for (Caller other : List.of(colleague, stranger)) {
            assertThatThrownBy(() -> restore(other, removal)).isInstanceOf(RemovalOver.class);
        }
        assertThatThrownBy(() -> restore(owner, UUID.randomUUID())).isInstanceOf(RemovalOver.class);
        assertThat(entries()).isEmpty();
        assertThat(restore(owner, removal)).hasSize(3);
    }

    @Test
    void endsWithItsMinuteAndIsForgottenThen() {
        UUID removal = remove(ids());
        age(Duration.ofSeconds(61));

        assertThatThrownBy(() -> restore(owner, removal)).isInstanceOf(RemovalOver.class);
        assertThat(entries()).isEmpty();
        world.tell(s -> s.whitelistCleanup().deleteRemoved());
        assertThat(world.count(KEPT, owner)).isZero();
    }

    @Test
    void cleansUpNothingThatCanBeUndone() {
        UUID removal = remove(ids());
        age(Duration.ofSeconds(30));
        world.tell(s -> s.whitelistCleanup().deleteRemoved());
        assertThat(restore(owner, removal)).hasSize(3);
    }

    /** All or nothing: who added one again has a newer entry, which is not to be doubled or overwritten. */
    @Test
    void refusesWhatIsOnTheListAgain() {
        UUID removal = remove(ids());
        add(plain("203.0.113.0/24"));

        assertThatThrownBy(() -> restore(owner, removal))
                .isInstanceOfSatisfying(
                        EntryPresent.class, e -> assertThat(e.range()).isEqualTo(IpRange.of("203.0.113.0/24")));
        assertThat(entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.range()).isEqualTo(IpRange.of("203.0.113.0/24")));
    }

    /** A range wider than /24 needs a recent sign-in to be added, so also to come back. */
    @Test
    void asksForASignInBeforeAWideRangeComesBack() {
        add(plain("10.0.0.0/8"));
        UUID removal = remove(ids());
        Caller stale = new Caller(
                Caller.Kind.MEMBER,
                owner.id(),
                owner.account(),
                Role.OWNER.permissions(),
                world.clock().instant().minus(Duration.ofHours(1)),
                "198.51.100.7");

        assertThatThrownBy(() -> restore(stale, removal)).isInstanceOf(RecentSignInRequired.class);
        assertThat(entries()).isEmpty();
        assertThat(restore(owner, removal)).hasSize(4);
    }

    @Test
    void endsWithTheList() {
        UUID removal = remove(ids());
        ApiStatus.Enabled enabled =
                (ApiStatus.Enabled) world.ask(s -> s.apiAccesses().getStatus(owner));
        world.tell(s -> s.apiAccesses().disable(owner, enabled.enablingId()));
        assertThat(world.count(KEPT, owner)).isZero();
        assertThatThrownBy(() -> restore(owner, removal)).isInstanceOf(WhitelistClosed.class);
        world.tell(s -> s.apiAccesses().enable(owner));
        assertThatThrownBy(() -> restore(owner, removal)).isInstanceOf(RemovalOver.class);
    }

    @Test
    void happensOnceHoweverOftenItIsPressed() throws Exception {
        UUID removal = remove(ids());
        List<Future<Void>> all = AtOnce.run(List.of(() -> restore(owner, removal), () -> restore(owner, removal)));
        assertThat(AtOnce.failures(all)).singleElement().isInstanceOf(RemovalOver.class);
        assertThat(entries()).hasSize(3);
        assertThat(world.count(AUDITED, owner)).isEqualTo(1);
    }

    @Test
    void holdsForThousandsAtOnce() {
        world.tell(s -> s.whitelistEdits()
                .merge(
                        owner,
                        IntStream.range(0, 2_000)
                                .mapToObj(i -> plain("192.0." + i / 200 + "." + i % 200))
                                .toList(),
                        version()));
        UUID removal = remove(ids());
        assertThat(restore(owner, removal)).hasSize(2_003);
        assertThat(entries()).hasSize(2_003);
    }

    private static NewEntry plain(String range) {
        return new NewEntry(IpRange.of(range), null, null);
    }

    private void add(NewEntry... entries) {
        world.tell(s -> s.whitelists().add(owner, Arrays.asList(entries)));
    }

    private UUID remove(Collection<UUID> ids) {
        return Objects.requireNonNull(
                world.ask(s -> s.whitelistEdits().remove(owner, ids, version()).id()));
    }

    private List<IpRange> restore(Caller caller, UUID removal) {
        return world.ask(s -> s.removedEntries().restore(caller, removal));
    }

    private long version() {
        return world.ask(s -> s.whitelists().findView(owner).orElseThrow().version());
    }

    private List<WhitelistEntry> entries() {
        return world.ask(s -> s.whitelists().findView(owner).orElseThrow().entries());
    }

    private List<UUID> ids() {
        return entries().stream().map(WhitelistEntry::id).toList();
    }

    private List<String> described() {
        return entries().stream()
                .map(entry -> entry.id() + " " + entry.range() + " " + entry.label() + " " + entry.expiresAt() + " "
                        + entry.createdAt() + " " + entry.createdBy())
                .toList();
    }

    private void age(Duration by) {
        world.tell(s -> s.em().createNativeQuery(
                        "update removed_whitelist_entry set removed_at = ?1 where account_id = ?2")
                .setParameter(1, Columns.utc(DatabaseTime.now(s.em()).minus(by)))
                .setParameter(2, owner.requireAccount().value())
                .executeUpdate());
    }
}
