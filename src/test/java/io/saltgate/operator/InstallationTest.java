package io.saltgate.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.Caller;
import io.saltgate.operations.KeyRingStatus;
import io.saltgate.operations.NodeRegister;
import io.saltgate.team.Role;
import io.saltgate.testing.OperatorCaller;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InstallationTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void saysWhatItStandsOnAndNoSecret(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller operator = OperatorCaller.in(world);
            String own = world.ring().current().id();
            for (String key : new String[] {own, "elsewher"}) {
                world.tell(s -> s.em().createNativeQuery("insert into key_ring_key (key_id, fingerprint, registered_at)"
                                + " values (?1, 'fingerprint', current_timestamp)")
                        .setParameter(1, key)
                        .executeUpdate());
            }
            world.tell(s -> s.em().createNativeQuery("update change_clock set key_id = ?1")
                    .setParameter(1, own)
                    .executeUpdate());
            Caller owner = world.member(Role.OWNER);
            world.tell(s -> s.apiAccesses().enable(owner, null));

            Installation.View view = world.ask(s -> new Installation(
                            s.em(), new KeyRingStatus(s.em(), world.ring(), new NodeRegister(s.em(), world.ring())))
                    .get(operator));

            assertThat(view.database()).startsWith(kind == TestDatabase.H2 ? "H2 2" : "PostgreSQL ");
            assertThat(view.migrations()).hasSize(5);
            assertThat(Integer.parseInt(view.migrations().getFirst().version())).isGreaterThanOrEqualTo(20);
            assertThat(view.changes()).isEqualTo(1);
            assertThat(view.lastChange()).isNotNull();
            assertThat(view.keyRing().keys()).hasSize(2).allSatisfy(key -> {
                assertThat(key.here()).isEqualTo(key.id().equals(own));
                assertThat(key.use() == KeyRingStatus.Use.ACTIVE)
                        .isEqualTo(key.id().equals(own));
            });
            assertThat(view.toString())
                    .doesNotContain("fingerprint", world.ring().current().fingerprint());
        }
    }
}
