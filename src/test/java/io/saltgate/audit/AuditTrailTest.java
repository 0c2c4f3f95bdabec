package io.saltgate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.apiaccess.ApiStatus;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.KeyRings;
import io.saltgate.team.Role;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuditTrailTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void chainsEntriesAndComputesTheSameHashFromWhatTheDatabaseKept(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            for (int i = 0; i < 3; i++) {
                int number = i;
                world.tell(s -> s.audit()
                        .append(AccountEvent.of("thing.done", owner, "subject ₹ " + number)
                                .with("quote", "\"'\\\u0001😊")));
            }

            List<AuditEntry> entries = entries(world, owner.account().value());

            AuditSeals seals = new AuditSeals(world.ring());
            assertThat(entries).extracting(AuditEntry::seq).containsExactly(1L, 2L, 3L, 4L);
            assertThat(entries)
                    .allSatisfy(entry -> assertThat(entry.isGenuine(seals)).isTrue());
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void putsWhatBelongsToNoAccountIntoTheSystemChain(TestDatabase kind) {
        try (World world = new World(kind)) {
            world.tell(s -> s.audit().append(new AccountEvent("x", Caller.nobody(null), null, null, Map.of())));

            assertThat(entries(world, AuditChain.SYSTEM)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aChangeWhoseEntryFailsDoesNotHappen(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            String tooLong = "x".repeat(5000);
            try {
                world.tell(s -> {
                    s.apiAccesses().enable(owner, null);
                    s.audit().append(AccountEvent.of("thing.done", owner, null).with("long", tooLong));
                });
                throw new AssertionError("it was written");
            } catch (RuntimeException e) {
                assertThat(entries(world, owner.account().value()))
                        .extracting(AuditEntry::code)
                        .containsExactly("account.created");
                assertThat((ApiStatus) world.ask(s -> s.apiAccesses().getStatus(owner)))
                        .isInstanceOf(ApiStatus.Off.class);
            }
        }
    }

    /** One that was changed is read again when it is locked, so the second entry must find the first written. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void severalEntriesOfOneTransactionFollowEachOther(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            world.tell(s -> {
                for (int i = 0; i < 3; i++) {
                    s.audit().append(AccountEvent.of("thing.done", owner, i));
                }
            });

            assertThat(entries(world, owner.account().value()))
                    .extracting(AuditEntry::seq)
                    .containsExactly(1L, 2L, 3L, 4L);
            assertThat(new Tampering(world).findings()).isEmpty();
        }
    }

    /**
     * Refused actions, which anybody may cause, and events hold neither the account nor each other in another order.
     */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void entriesAndChangesWaitForEachOtherInOneOrder(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            world.ask(s -> s.apiAccesses().enable(owner, null));
            UUID enabling = ((ApiStatus.Enabled) world.ask(s -> s.apiAccesses().getStatus(owner))).enablingId();
            List<Runnable> actions = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                actions.add(() -> {
                    for (int j = 0; j < 60; j++) {
                        world.tell(s -> s.audit().append(AccountEvent.of("right.refused", owner, "/x")));
                    }
                });
            }
            actions.add(() -> {
                for (int j = 0; j < 30; j++) {
                    world.tell(s -> s.apiAccesses().pause(owner, enabling));
                    world.tell(s -> s.apiAccesses().resume(owner, enabling));
                }
            });

            List<Future<Void>> all = AtOnce.run(actions);

            assertThat(AtOnce.succeeded(all)).isEqualTo(all.size());
            assertThat(new Tampering(world).findings()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aFurtherKeyTakesOverAndTheOldOneStillVerifies(TestDatabase kind) throws Exception {
        KeyRing old = KeyRings.of("abcdefgh", 1);
        KeyRing rotated = KeyRings.of("abcdefgh", 1, "ijklmnop", 2);
        try (World before = new World(kind.create(), old)) {
            Caller owner = before.member(Role.OWNER);
            World after = new World(before.database(), rotated);
            after.tell(s -> s.audit().append(AccountEvent.of("thing.done", owner, null)));
            after.tell(s -> s.audit().append(AccountEvent.of("thing.done", owner, null)));

            assertThat(new Tampering(after).findings()).isEmpty();
            assertThat(new Tampering(before).finding(owner.account().value())).isEqualTo("CHANGED 2");
        }
    }

    /** Else a node that is one restart behind would take the new key's seal for a forged one, and break the chain. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aNodeWhoseRingLacksAKeyOfAnotherNodeWritesNothing(TestDatabase kind) throws Exception {
        try (World behind = new World(kind.create(), KeyRings.of("abcdefgh", 1))) {
            Caller owner = behind.member(Role.OWNER);
            World ahead = new World(behind.database(), KeyRings.of("abcdefgh", 1, "ijklmnop", 2));
            new Tampering(ahead)
                    .execute("insert into key_ring_key (key_id, fingerprint, registered_at) values"
                            + " ('ijklmnop', 'x', current_timestamp)");
            ahead.tell(s -> s.audit().append(AccountEvent.of("thing.done", owner, null)));

            assertThatThrownBy(() -> behind.tell(s -> s.audit().append(AccountEvent.of("thing.done", owner, null))))
                    .hasMessageContaining("ijklmnop");
            assertThat(new Tampering(ahead).findings()).isEmpty();
        }
    }

    private static List<AuditEntry> entries(World world, UUID chain) {
        return world.ask(s -> s.em().createQuery(
                        "select e from AuditEntry e where e.chainId = :chain order by e.seq", AuditEntry.class)
                .setParameter("chain", chain)
                .getResultList());
    }
}
