package io.saltgate.whitelist;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.Caller;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WhitelistTenancyTest {

    /** B66, for entries: another account's id is as unknown as one of nobody's. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void anothersEntryIsNotThereToRemove(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller victim = withEntry(world);
            Caller attacker = withEntry(world);
            Whitelists.View before = view(world, victim);
            UUID victims = before.entries().getFirst().id();

            Optional<Whitelists.Removed> ofVictims =
                    world.ask(s -> s.whitelists().remove(attacker, victims));
            Optional<Whitelists.Removed> ofNobodys =
                    world.ask(s -> s.whitelists().remove(attacker, UUID.randomUUID()));

            assertThat(ofVictims).isEqualTo(ofNobodys).isEmpty();
            assertThat(view(world, victim).entries()).hasSize(1);
            assertThat(view(world, victim).version()).isEqualTo(before.version());
        }
    }

    private static Caller withEntry(World world) {
        Caller owner = world.member(Role.OWNER);
        world.tell(s -> s.apiAccesses().enable(owner, null));
        world.tell(s -> s.whitelists().add(owner, List.of(IpRange.of("10.0.0.0/8")), null, null));
        return owner;
    }

    private static Whitelists.View view(World world, Caller caller) {
        return world.ask(s -> s.whitelists().findView(caller)).orElseThrow();
    }
}
