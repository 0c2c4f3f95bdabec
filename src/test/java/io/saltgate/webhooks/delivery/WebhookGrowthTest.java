package io.saltgate.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Crowd;
import io.saltgate.testing.Growth;
import io.saltgate.webhooks.endpoints.Endpoint;
import io.saltgate.webhooks.events.Deliveries;
import io.saltgate.webhooks.events.Steps;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * C39: whatever one account has waiting, and whatever PostgreSQL knows of it, each statement reads a bounded number of
 * rows.
 */
class WebhookGrowthTest extends Growth {

    private static final int ROWS = Integer.getInteger("saltgate.growth.rows", 50_000);
    private static final int SMALL_ACCOUNTS = ROWS / 100;

    /** Of a statement about one delivery, event or endpoint. */
    private static final long ONE = 50;

    /** Of a statement about a piece of a batch, each row found by its key, with its indexes and foreign keys. */
    private static final long PIECE = 25_000;

    private Scene large;
    private Scene small;
    private Endpoint largeEndpoint;
    private Endpoint smallEndpoint;

    @Override
    protected void addSmall(Crowd crowd) throws SQLException {
        crowd.addSmallAccounts(SMALL_ACCOUNTS);
    }

    @Override
    protected void addLarge(Crowd crowd) throws SQLException {
        large = Scene.in(world);
        largeEndpoint = large.add("http://127.0.0.1:9/large");
        crowd.addDeliveries(large.owner().requireAccount().value(), largeEndpoint.id(), ROWS);
        small = Scene.in(world);
        smallEndpoint = small.add("http://127.0.0.1:9/small");
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
    void takesAndSendsEventsByTheirKeys(String plan) throws SQLException {
        with(plan);
        for (Scene scene : List.of(large, small)) {
            scene.tell("document.signed", "D-1");
            scene.tell("document.signed", "D-2", "{}", "key " + plan);
            scene.tell("document.signed", "D-2", "{}", "key " + plan);
        }
        DeliveryQueue queue = new DeliveryQueue(world.database().dataSource(), Duration.ofMinutes(1), 9);
        assertThat(queue.findDue()).contains(largeEndpoint.key(), smallEndpoint.key());
        long found = SMALL_ACCOUNTS * 100L; // it skips from endpoint to endpoint
        assertThat(rows.above(found)).isEmpty();

        rows.reset();
        for (Endpoint endpoint : List.of(largeEndpoint, smallEndpoint)) {
            List<Claim> claims = queue.claim(endpoint.key(), 2);
            assertThat(claims).as(endpoint.url()).isNotEmpty();
            new DeliveryReports(world.database().dataSource())
                    .finish(
                            claims.stream()
                                    .map(claim ->
                                            Scene.finished(claim, Attempt.Outcome.TIMEOUT, Delivery.State.PENDING))
                                    .toList(),
                            Instant.EPOCH);
        }
        assertThat(rows.above(ONE)).isEmpty();
    }

    /** The count alone reads what it counts, up to its bound. */
    @ParameterizedTest
    @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
    void findsTheOldestOfEachEndpointByItsKey(String plan) throws SQLException {
        with(plan);
        DeliveryQueue queue = new DeliveryQueue(world.database().dataSource(), Duration.ofMinutes(1), 9);

        assertThat(queue.depth().waiting()).isPositive();

        Map<String, Long> read = rows.above(SMALL_ACCOUNTS * 20L);
        assertThat(read.keySet()).allMatch(sql -> sql.startsWith("select count(*)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
    void showsAPageOfThem(String plan) {
        with(plan);
        UUID delivery =
                page(large, null, null, null).lines().getFirst().delivery().id();
        page(small, null, null, null);
        page(large, largeEndpoint.id(), null, null);
        world.ask(s -> s.deliveries().get(large.owner(), delivery));
        assertThat(rows.above(4 * (Deliveries.PAGE + 1))).isEmpty();

        page(large, null, Delivery.State.FAILED, null);
        page(large, null, Delivery.State.CANCELLED, "document.signed");
        page(large, largeEndpoint.id(), Delivery.State.SUCCEEDED, "no.such");
        world.ask(s -> s.deliveries().getHealth(large.owner(), largeEndpoint.id()));
        assertThat(rows.above(10L * Steps.MAX_SCANNED)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
    void replaysAndPutsAwayInPieces(String plan) {
        with(plan);
        Instant now = world.clock().instant();
        world.ask(s -> s.deliveries().replayMissed(large.owner(), largeEndpoint.id(), now.minusSeconds(1_000), now));
        world.ask(s -> s.webhookCleanup().deleteOldKeys());
        world.ask(s -> s.webhookCleanup().deleteOldEvents());
        world.tell(s -> s.endpoints().switchOff(large.owner(), largeEndpoint.id()));
        world.ask(s -> s.webhookCleanup().cancelOver(largeEndpoint.id()));
        world.ask(s -> s.webhookCleanup().findOnceOff());
        world.tell(s -> s.endpoints().switchOn(large.owner(), largeEndpoint.id()));
        assertThat(rows.above(PIECE)).isEmpty();
    }

    private Deliveries.Slice page(Scene scene, UUID endpoint, Delivery.State state, String type) {
        return world.ask(s -> s.deliveries().list(scene.owner(), new Deliveries.Filter(endpoint, state, type, null)));
    }

    private void with(String plan) {
        rows.plan(plan);
    }
}
