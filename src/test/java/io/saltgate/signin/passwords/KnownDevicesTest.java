package io.saltgate.signin.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.signin.sessions.ConsoleSessions;
import io.saltgate.signin.sessions.SessionId;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.users.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KnownDevicesTest {

    @Parameter
    TestDatabase database;

    private World world;

    @BeforeParameterizedClassInvocation
    void open(TestDatabase database) {
        world = new World(database);
    }

    @AfterParameterizedClassInvocation
    void close() {
        world.close();
    }

    @Test
    void aDeviceIsKnownForItsPersonAlone() {
        UUID meera = person();
        UUID other = person();
        DeviceId device = remember(meera, null);

        assertThat(isKnown(device, meera)).isTrue();
        assertThat(isKnown(device, other)).isFalse();
        assertThat(isKnown(DeviceId.generate(), meera)).isFalse();
    }

    @Test
    void aDeviceIsKnownUntilItsTimeIsOver() {
        DeviceId device = remember(person(), null);

        assertThat(isKnown(device)).isTrue();
        assertThat(isKnown(DeviceId.generate())).isFalse();
        world.clock().turn(KnownDevice.LIFETIME);
        assertThat(isKnown(device)).isFalse();
    }

    @Test
    void aNewSignInKeepsTheDeviceAndItsTime() {
        UUID meera = person();
        DeviceId device = remember(meera, null);
        world.clock().turn(Duration.ofDays(179));

        assertThat(remember(meera, device)).isSameAs(device);

        world.clock().turn(Duration.ofDays(179));
        assertThat(isKnown(device, meera)).isTrue();
        assertThat(devices(meera)).hasSize(1);
    }

    @Test
    void aDeviceIsForgottenAfterHalfAYear() {
        UUID meera = person();
        DeviceId device = remember(meera, null);
        world.clock().turn(Duration.ofDays(180));

        assertThat(isKnown(device, meera)).isFalse();
        assertThat(remember(meera, device)).isNotSameAs(device);
        assertThat(devices(meera)).hasSize(1);
    }

    @Test
    void anotherPersonsSignInOnTheSameBrowserTakesItsPlace() {
        UUID meera = person();
        UUID other = person();
        DeviceId planted = remember(other, null);

        DeviceId fresh = remember(meera, planted);

        assertThat(fresh.reveal()).isNotEqualTo(planted.reveal());
        assertThat(isKnown(planted, meera)).isFalse();
        assertThat(isKnown(planted, other)).isFalse();
        assertThat(isKnown(fresh, meera)).isTrue();
    }

    @Test
    void aDeviceThatNobodyMadeIsNotTaken() {
        UUID meera = person();
        DeviceId planted = DeviceId.generate();

        assertThat(remember(meera, planted).reveal()).isNotEqualTo(planted.reveal());
        assertThat(isKnown(planted, meera)).isFalse();
    }

    @Test
    void ofTwentyOneTheOneNotUsedForLongestGoes() {
        UUID meera = person();
        List<DeviceId> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(remember(meera, null));
            world.clock().turn(Duration.ofSeconds(1));
        }
        remember(meera, all.getFirst());
        world.clock().turn(Duration.ofSeconds(1));

        DeviceId newest = remember(meera, null);

        assertThat(devices(meera)).hasSize(20);
        assertThat(isKnown(newest, meera)).isTrue();
        assertThat(isKnown(all.getFirst(), meera)).isTrue();
        assertThat(isKnown(all.get(1), meera)).isFalse();
        assertThat(isKnown(all.get(2), meera)).isTrue();
    }

    @Test
    void allOfOnePersonsDevicesAreForgottenAtOnce() {
        UUID meera = person();
        UUID other = person();
        DeviceId one = remember(meera, null);
        DeviceId two = remember(meera, null);
        DeviceId others = remember(other, null);

        world.tell(s -> s.devices().forgetAll(meera));

        assertThat(isKnown(one, meera)).isFalse();
        assertThat(isKnown(two, meera)).isFalse();
        assertThat(isKnown(others, other)).isTrue();
    }

    @Test
    void signsNobodyInAndStandsInNoDatabase() {
        UUID meera = person();
        DeviceId device = remember(meera, null);

        SessionId forged = SessionId.parse(device.reveal()).orElseThrow();
        assertThat((Optional<ConsoleSessions.SignedIn>)
                        world.ask(s -> s.sessions().find(forged, Optional.empty(), null)))
                .isEmpty();
        assertThat(devices(meera)).containsExactly(device.hash()).doesNotContain(device.reveal());
        assertThat(device.hash()).isNotEqualTo(forged.hash());
        assertThat(device.toString()).doesNotContain(device.reveal());
        assertThat(device.reveal()).matches("[0-9A-Za-z]{43}");
    }

    private UUID person() {
        return world.member(Role.OWNER).id();
    }

    private DeviceId remember(UUID user, DeviceId brought) {
        return world.ask(s -> s.devices().remember(user, brought));
    }

    private boolean isKnown(DeviceId device) {
        return world.ask(s -> s.devices().isKnown(device));
    }

    private boolean isKnown(DeviceId device, UUID user) {
        return world.ask(s ->
                s.devices().isKnown(device, s.em().find(User.class, user).email(), null));
    }

    private List<String> devices(UUID user) {
        return world.ask(
                s -> s.em().createQuery("select d.idHash from KnownDevice d where d.userId = :user", String.class)
                        .setParameter("user", user)
                        .getResultList());
    }
}
