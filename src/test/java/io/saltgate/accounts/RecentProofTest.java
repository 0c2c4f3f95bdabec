package io.saltgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.apiaccess.ApiStatus;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.users.EmailAddress;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.Whitelist;
import io.saltgate.whitelist.Whitelists.NewEntry;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** C34: what widens access asks for a recent sign-in, what narrows it never does. */
class RecentProofTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void widensOnlyWithARecentSignIn(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller fresh = world.member(Role.OWNER);
            Caller colleague = world.colleague(fresh, Role.DEVELOPER);
            world.tell(s -> s.apiAccesses().enable(fresh, null));
            ApiStatus.Enabled status =
                    (ApiStatus.Enabled) world.ask(s -> s.apiAccesses().getStatus(fresh));
            world.tell(s -> s.apiAccesses().pause(fresh, status.enablingId()));
            world.tell(s -> s.whitelists().setMode(fresh, Whitelist.Mode.REPORT_ONLY, null));
            world.clock().turn(Caller.RECENT.plusSeconds(1));
            EmailAddress email = EmailAddress.parse("me2@example.com").orElseThrow();

            List<Consumer<World.Services>> widening = List.of(
                    s -> s.invitations().invite(fresh, email, Role.AUDITOR),
                    s -> s.invitations().renew(fresh, UUID.randomUUID()),
                    s -> s.team().changeRole(fresh, colleague.requireUser(), Role.ADMIN, Role.DEVELOPER),
                    s -> s.team().handOver(fresh, colleague.requireUser(), Role.DEVELOPER, Role.ADMIN),
                    s -> s.apiAccesses().resume(fresh, status.enablingId()),
                    s -> s.whitelists().add(fresh, List.of(IpRange.of("198.51.0.0/23")), null, null),
                    s -> s.whitelists().add(fresh, List.of(IpRange.of("2001:db8::/63")), null, null),
                    s -> s.whitelists().setMode(fresh, Whitelist.Mode.OFF, null),
                    s -> s.whitelistEdits()
                            .replace(fresh, List.of(new NewEntry(IpRange.of("192.0.2.1"), null, null)), null));
            for (Consumer<World.Services> action : widening) {
                assertThatThrownBy(() -> world.tell(action)).isInstanceOf(RecentSignInRequired.class);
            }

            world.tell(s -> s.whitelists().add(fresh, List.of(IpRange.of("198.51.100.0/24")), null, null));
            world.tell(s -> s.whitelists().add(fresh, List.of(IpRange.of("2001:db8::/64")), null, null));
            world.tell(s -> s.whitelists().setMode(fresh, Whitelist.Mode.ENFORCED, null));
            world.tell(s -> s.team().remove(fresh, colleague.requireUser()));
            world.tell(s -> s.apiAccesses().disable(fresh, status.enablingId()));
            assertThat(fresh.isRecentlyProved(world.clock().instant())).isFalse();
        }
    }
}
