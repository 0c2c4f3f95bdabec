package io.saltgate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.apiaccess.ApiStatus;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

            assertThat(entries).extracting(AuditEntry::seq).containsExactly(1L, 2L, 3L);
            assertThat(entries)
                    .allSatisfy(entry -> assertThat(entry.computeHash()).isEqualTo(entry.hash()));
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
                assertThat(entries(world, owner.account().value())).isEmpty();
                assertThat((ApiStatus) world.ask(s -> s.apiAccesses().getStatus(owner)))
                        .isInstanceOf(ApiStatus.Off.class);
            }
        }
    }

    private static List<AuditEntry> entries(World world, UUID chain) {
        return world.ask(s -> s.em().createQuery(
                        "select e from AuditEntry e where e.chainId = :chain order by e.seq", AuditEntry.class)
                .setParameter("chain", chain)
                .getResultList());
    }
}
