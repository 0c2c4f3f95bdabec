package io.saltgate.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.webhooks.endpoints.EndpointKey;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** B51: nobody takes all. */
class SlotsTest {

    private final Slots slots = new Slots(64, 16);

    @Test
    void anEndpointHasACapOfItsOwn() {
        EndpointKey key = endpoint(1, 1);
        slots.take(key, slots.room(key));

        assertThat(slots.taken()).isEqualTo(16);
        assertThat(slots.room(key)).isZero();
        slots.release(key, true);
        assertThat(slots.room(key)).isEqualTo(1);
    }

    @Test
    void anAccountLeavesHalfOfWhatIsFree() {
        for (int endpoint = 0; endpoint < 20; endpoint++) {
            EndpointKey key = endpoint(1, endpoint);
            slots.take(key, slots.room(key));
        }
        assertThat(slots.taken()).isEqualTo(32);
        assertThat(slots.room(endpoint(2, 1))).isEqualTo(16);
    }

    @Test
    void thereIsRoomForManyAccountsThatTakeWhatTheyCan() {
        for (int account = 1; account <= 5; account++) {
            for (int endpoint = 0; endpoint < 20; endpoint++) {
                EndpointKey key = endpoint(account, endpoint);
                slots.take(key, slots.room(key));
            }
            assertThat(slots.room(endpoint(99, 1))).as("after %s", account).isPositive();
        }
    }

    @Test
    void whoFailsGetsAFewUntilItSucceeds() {
        EndpointKey key = endpoint(1, 1);
        slots.take(key, 1);
        slots.release(key, false);

        assertThat(slots.room(key)).isEqualTo(Slots.WHILE_FAILING);
        slots.take(key, 1);
        slots.release(key, true);
        assertThat(slots.room(key)).isEqualTo(16);
    }

    private static EndpointKey endpoint(int account, int endpoint) {
        return new EndpointKey(new UUID(0, account), new UUID(account, endpoint));
    }
}
