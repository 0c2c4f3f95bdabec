package io.saltgate.apiaccess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.saltgate.accounts.Caller;
import io.saltgate.apiaccess.TokenHistory.Known;
import io.saltgate.apiaccess.TokenHistory.Recognised;
import io.saltgate.apiaccess.TokenHistory.Standing;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenHistoryTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void tellsTheCurrentTokenTheOldOneAndThoseThatAreRetired(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            ApiAccesses.Issued first = world.ask(s -> s.apiAccesses().enable(owner, null));
            AuthToken second = regenerate(world, owner, Duration.ZERO);
            AuthToken third = regenerate(world, owner, Duration.ofHours(1));

            assertThat(standing(world, owner, third)).isEqualTo(Standing.CURRENT);
            assertThat(standing(world, owner, second)).isEqualTo(Standing.OLD);
            assertThat(standing(world, owner, first.token())).isEqualTo(Standing.RETIRED);
            assertThat(recognise(world, owner, first.salt().reveal())).isEqualTo(new Recognised.Salt());
            List<Known> all = world.ask(s -> s.tokenHistory().list(owner));
            assertThat(all.stream().map(Known::standing))
                    .containsExactly(Standing.CURRENT, Standing.OLD, Standing.RETIRED);
            assertThat(all.get(1).at())
                    .isCloseTo(world.clock().instant().plus(Duration.ofHours(1)), within(1, ChronoUnit.MINUTES));

            world.clock().turn(Duration.ofHours(2));
            assertThat(standing(world, owner, second)).isEqualTo(Standing.RETIRED);

            ApiStatus.Enabled status =
                    (ApiStatus.Enabled) world.ask(s -> s.apiAccesses().getStatus(owner));
            world.tell(s -> s.apiAccesses().disable(owner, status.enablingId()));
            assertThat(standing(world, owner, third)).isEqualTo(Standing.RETIRED);
            assertThat(recognise(world, owner, first.salt().reveal())).isEqualTo(new Recognised.NoToken());
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void saysNothingOfAnotherAccountsTokens(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            Caller other = world.member(Role.OWNER);
            ApiAccesses.Issued issued = world.ask(s -> s.apiAccesses().enable(owner, null));
            world.ask(s -> s.apiAccesses().enable(other, null));

            assertThat(recognise(world, other, issued.token().reveal())).isEqualTo(new Recognised.Unknown());
            assertThat(recognise(world, other, issued.salt().reveal())).isEqualTo(new Recognised.NoToken());
            List<Known> others = world.ask(s -> s.tokenHistory().list(other));
            assertThat(others).hasSize(1);
        }
    }

    private static AuthToken regenerate(World world, Caller owner, Duration keepOldFor) {
        ApiStatus.Enabled status =
                (ApiStatus.Enabled) world.ask(s -> s.apiAccesses().getStatus(owner));
        return world.ask(s -> s.apiAccesses().regenerate(owner, status.tokenId(), keepOldFor))
                .token();
    }

    private static Recognised recognise(World world, Caller caller, String text) {
        return world.ask(s -> s.tokenHistory().recognise(caller, text));
    }

    private static Standing standing(World world, Caller owner, AuthToken token) {
        return ((Recognised.Token) recognise(world, owner, token.reveal()))
                .token()
                .standing();
    }
}
