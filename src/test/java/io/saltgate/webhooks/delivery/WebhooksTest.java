package io.saltgate.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.NotFound;
import io.saltgate.apiaccess.ApiStatus;
import io.saltgate.platform.db.Uuid7;
import io.saltgate.platform.net.AllowList;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.webhooks.ApiIsOff;
import io.saltgate.webhooks.DocumentId;
import io.saltgate.webhooks.EventType;
import io.saltgate.webhooks.NewEvent;
import io.saltgate.webhooks.Payload;
import io.saltgate.webhooks.WebhookEvent;
import io.saltgate.webhooks.endpoints.Endpoint;
import io.saltgate.webhooks.endpoints.EndpointChanged;
import io.saltgate.webhooks.endpoints.EndpointHeader;
import io.saltgate.webhooks.endpoints.Endpoints;
import io.saltgate.webhooks.endpoints.TargetRefused;
import io.saltgate.webhooks.endpoints.TooManyEndpoints;
import io.saltgate.webhooks.endpoints.TooManyHeaders;
import io.saltgate.webhooks.events.Deliveries;
import io.saltgate.webhooks.events.EndpointIsOff;
import io.saltgate.webhooks.events.IdempotencyKeyReused;
import io.saltgate.webhooks.events.Steps;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** From the event to the claims of several nodes and what they report, on both databases. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhooksTest {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int MOST_ATTEMPTS = 4;
    private static final Instant LONG_AGO = Instant.EPOCH;
    private static final String RECEIVER = "http://127.0.0.1:9/hook";

    @Parameter
    TestDatabase database;

    private World world;
    private World other;
    private Scene scene;
    private DeliveryQueue queue;
    private DeliveryQueue otherQueue;
    private DeliveryReports reports;
    private DeliveryReports otherReports;

    @BeforeParameterizedClassInvocation
    void open(TestDatabase database) {
        world = new World(database);
        other = world.anotherNode();
        queue = new DeliveryQueue(world.database().dataSource(), LEASE, MOST_ATTEMPTS);
        reports = new DeliveryReports(world.database().dataSource());
        otherReports = new DeliveryReports(other.database().dataSource());
        otherQueue = new DeliveryQueue(other.database().dataSource(), LEASE, MOST_ATTEMPTS);
    }

    @AfterParameterizedClassInvocation
    void close() {
        other.close();
        world.close();
    }

    @BeforeEach
    void begin() {
        scene = Scene.in(world);
    }

    @Test
    void eachEndpointGetsWhatItsTypesTake() throws SQLException {
        Endpoint all = scene.add(RECEIVER);
        Endpoint documents = scene.add(RECEIVER, "document.*");
        Endpoint templates = scene.add(RECEIVER, "template.changed");
        scene.tell("document.completed", "d1");
        scene.tell("template.changed", "t1");

        assertThat(queue.findDue()).contains(all.key(), documents.key(), templates.key());
        assertThat(documents(queue.claim(all.key(), 9))).containsExactlyInAnyOrder("d1", "t1");
        assertThat(documents(queue.claim(documents.key(), 9))).containsExactly("d1");
        assertThat(documents(queue.claim(templates.key(), 9))).containsExactly("t1");
        assertThat(queue.findDue()).doesNotContain(all.key(), documents.key(), templates.key());
    }

    @Test
    void aClaimHasAllThatAnAttemptTakes() throws SQLException {
        Endpoint endpoint = scene.add(RECEIVER);
        world.tell(services -> services.endpoints().setHeader(scene.owner(), endpoint.id(), "X-Key", "very secret"));
        UUID event = scene.tell("document.completed", "d1", "{\"n\":1.10}", null);

        Claim claim = queue.claim(endpoint.key(), 1).getFirst();

        assertThat(claim.facts().eventId()).isEqualTo(event);
        assertThat(claim.payload().json()).isEqualTo("{\"n\":1.10}");
        assertThat(claim.attempt()).isEqualTo(1);
        assertThat(claim.target().url()).isEqualTo(RECEIVER);
        assertThat(claim.target().headers()).singleElement().satisfies(header -> {
            assertThat(header.name()).isEqualTo("x-key");
            assertThat(header.sealed()).doesNotContain("secret");
        });
    }

    /** B52 */
    @Test
    void noneIsClaimedByTwoNodes() throws Exception {
        Endpoint endpoint = scene.add(RECEIVER);
        IntStream.range(0, 120).forEach(i -> scene.tell("document.completed", "d" + i));
        List<Claim> claims = Collections.synchronizedList(new ArrayList<>());

        List<Runnable> nodes = IntStream.range(0, 6)
                .<Runnable>mapToObj(i -> () -> {
                    for (int round = 0; round < 60 && claims.size() < 120; round++) {
                        claims.addAll(claim(i % 2 == 0 ? queue : otherQueue, endpoint, 7));
                    }
                })
                .toList();
        assertThat(AtOnce.failures(AtOnce.run(nodes))).isEmpty();

        assertThat(claims).hasSize(120);
        assertThat(new HashSet<>(documents(claims))).hasSize(120);
    }

    /** B52, B53 */
    @Test
    void whatANodeLeavesIsSentAgainUnderTheSameIdAndALateReportCountsNoMore() throws SQLException {
        Endpoint endpoint = scene.add(RECEIVER);
        scene.tell("document.completed", "d1");
        Claim lost = new DeliveryQueue(world.database().dataSource(), Duration.ZERO, MOST_ATTEMPTS)
                .claim(endpoint.key(), 1)
                .getFirst();

        Claim again = otherQueue.claim(endpoint.key(), 1).getFirst();
        assertThat(again.delivery()).isEqualTo(lost.delivery());
        assertThat(again.attempt()).isEqualTo(2);
        reports.finish(List.of(Scene.finished(lost, Attempt.Outcome.TIMEOUT, Delivery.State.FAILED)), LONG_AGO);
        otherReports.finish(
                List.of(Scene.finished(again, Attempt.Outcome.SUCCEEDED, Delivery.State.SUCCEEDED)), LONG_AGO);

        assertThat(scene.deliveries()).extracting(Deliveries.Line::state).containsExactly(Delivery.State.SUCCEEDED);
        assertThat(scene.attempts(again.delivery()))
                .extracting(Attempt::outcome)
                .containsExactly(Attempt.Outcome.INTERRUPTED, Attempt.Outcome.SUCCEEDED);
        assertThat(queue.claim(endpoint.key(), 1)).isEmpty();
    }

    @Test
    void aFailureWaitsForItsTimeAndTheLastOneEnds() throws SQLException {
        Endpoint endpoint = scene.add(RECEIVER);
        scene.tell("document.completed", "d1");
        Claim claim = queue.claim(endpoint.key(), 1).getFirst();
        reports.finish(
                List.of(new DeliveryReports.Finished(
                        claim, Scene.report(Attempt.Outcome.REJECTED), Delivery.State.PENDING, Duration.ofHours(1))),
                LONG_AGO);

        assertThat(queue.claim(endpoint.key(), 1)).isEmpty();
        assertThat(scene.deliveries().getFirst().state()).isEqualTo(Delivery.State.PENDING);
        assertThat(scene.deliveries().getFirst().delivery().isUnderWay()).isFalse();
        assertThat(scene.get(endpoint).failingSince()).isNotNull();
    }

    @Test
    void nothingIsClaimedForAnEndpointThatIsOffOrRemoved() throws SQLException {
        Endpoint off = scene.add(RECEIVER);
        Endpoint removed = scene.add(RECEIVER);
        scene.tell("document.completed", "d1");
        world.tell(services -> services.endpoints().switchOff(scene.owner(), off.id()));
        world.tell(services -> services.endpoints().remove(scene.owner(), removed.id()));

        assertThat(queue.claim(off.key(), 1)).isEmpty();
        assertThat(queue.claim(removed.key(), 1)).isEmpty();
        assertThat(queue.findDue()).doesNotContain(off.key(), removed.key());
        assertThat(scene.deliveries()).extracting(Deliveries.Line::state).containsOnly(Delivery.State.CANCELLED);

        world.tell(services -> services.endpoints().switchOn(scene.owner(), off.id()));
        assertThat(queue.claim(off.key(), 1)).as("it was over").isEmpty();
        for (UUID once : world.ask(services -> services.webhookCleanup().findOnceOff())) {
            world.tell(services -> services.webhookCleanup().cancelOver(once));
        }
        assertThat(world.count(
                        "select count(*) from webhook_delivery where account_id = ?1 and state = 'PENDING'",
                        scene.owner()))
                .isZero();
    }

    @Test
    void disablingTheApiPausesTheEndpointsAndRefusesEvents() throws SQLException {
        Endpoint endpoint = scene.add(RECEIVER);
        scene.tell("document.completed", "d1");
        disable();

        assertThat(scene.get(endpoint).offReason()).isEqualTo(Endpoint.OffReason.API_DISABLED);
        assertThat(queue.claim(endpoint.key(), 1)).isEmpty();
        assertThatThrownBy(() -> scene.tell("document.completed", "d2")).isInstanceOf(ApiIsOff.class);
        assertThatThrownBy(() -> world.tell(services -> services.endpoints().switchOn(scene.owner(), endpoint.id())))
                .isInstanceOf(ApiIsOff.class);

        world.ask(services -> services.apiAccesses()
                .enable(scene.owner(), ((ApiStatus.Off) services.apiAccesses().getStatus(scene.owner())).changeId()));
        assertThat(scene.get(endpoint).isOn()).isFalse();
        world.tell(services -> services.endpoints().switchOn(scene.owner(), endpoint.id()));
        assertThat(replayMissed(endpoint)).isEqualTo(new Deliveries.Replayed(1, null));
        assertThat(documents(queue.claim(endpoint.key(), 9))).containsExactly("d1");
    }

    /** B59 */
    @Test
    void whatWasMissedIsReplayedOnceAndNothingElse() throws SQLException {
        Endpoint endpoint = scene.add(RECEIVER, "document.*");
        scene.tell("document.completed", "arrived");
        reports.finish(
                List.of(Scene.finished(
                        queue.claim(endpoint.key(), 1).getFirst(),
                        Attempt.Outcome.SUCCEEDED,
                        Delivery.State.SUCCEEDED)),
                LONG_AGO);
        scene.tell("document.completed", "failed");
        Claim failed = queue.claim(endpoint.key(), 1).getFirst();
        reports.finish(List.of(Scene.finished(failed, Attempt.Outcome.GONE, Delivery.State.FAILED)), LONG_AGO);
        world.tell(services -> services.endpointSwitch()
                .switchOff(
                        scene.owner().requireAccount(),
                        endpoint.id(),
                        failed.target().generation(),
                        endpoint.url(),
                        Endpoint.OffReason.GONE));
        scene.tell("document.completed", "missed");
        scene.tell("template.changed", "not wanted");
        assertThat(scene.get(endpoint).offReason()).isEqualTo(Endpoint.OffReason.GONE);
        assertThatThrownBy(() -> replayMissed(endpoint)).isInstanceOf(EndpointIsOff.class);
        world.tell(services -> services.endpoints().switchOn(scene.owner(), endpoint.id()));

        assertThat(replayMissed(endpoint)).isEqualTo(new Deliveries.Replayed(2, null));
        assertThat(replayMissed(endpoint)).isEqualTo(new Deliveries.Replayed(0, null));
        assertThat(documents(queue.claim(endpoint.key(), 9))).containsExactlyInAnyOrder("failed", "missed");
    }

    @Test
    void onlyTypesThatTheEndpointTakesAreReplayedHoweverTheyLook() throws SQLException {
        Endpoint endpoint = scene.add(RECEIVER, "a_b.*", "one");
        world.tell(services -> services.endpoints().switchOff(scene.owner(), endpoint.id()));
        for (String type : List.of("a_b.c", "a_b.c.d", "one", "axb.c", "a_b", "one.two", "A_B.c", "xa_b.c")) {
            scene.tell(type, type);
        }
        world.tell(services -> services.endpoints().switchOn(scene.owner(), endpoint.id()));

        assertThat(replayMissed(endpoint)).isEqualTo(new Deliveries.Replayed(3, null));
        assertThat(documents(queue.claim(endpoint.key(), 9))).containsExactlyInAnyOrder("a_b.c", "a_b.c.d", "one");
    }

    @Test
    void theOldestDueIsThatOfAnyEndpointThatIsOn() throws SQLException {
        Endpoint on = scene.add(RECEIVER);
        Endpoint off = scene.add(RECEIVER);
        scene.tell("document.completed", "D-1");
        setDue(on, 2_000);
        setDue(off, 3_000);
        assertThat(daysOfOldestDue()).isEqualTo(3_000);

        world.tell(services -> services.endpoints().switchOff(scene.owner(), off.id()));
        assertThat(daysOfOldestDue()).isEqualTo(2_000);

        world.tell(services -> services.endpoints().switchOff(scene.owner(), on.id()));
        assertThat(daysOfOldestDue()).isLessThan(2_000);
        assertThat(queue.depth().waiting()).isGreaterThanOrEqualTo(2);
    }

    private void setDue(Endpoint endpoint, int daysAgo) {
        world.tell(s -> s.em().createNativeQuery("update webhook_delivery set due_at = current_timestamp - interval '"
                        + daysAgo + "' day where endpoint_id = ?1")
                .setParameter(1, endpoint.id())
                .executeUpdate());
    }

    private long daysOfOldestDue() throws SQLException {
        return Duration.ofSeconds((long) queue.depth().oldestDueSeconds()).toDays();
    }

    /** Dates that a form lets through, and event ids can't hold. */
    @ParameterizedTest
    @CsvSource({
        "0001-01-01T00:00:00Z, 9999-12-31T23:59:00Z, 1",
        "1969-12-31T23:59:59Z, 9999-12-31T23:59:00Z, 1",
        "0001-01-01T00:00:00Z, 1969-12-31T23:59:59Z, 0",
        "9999-01-01T00:00:00Z, 9999-12-31T23:59:00Z, 0"
    })
    void aReplayTakesAnyYears(Instant since, Instant until, int expected) {
        Endpoint endpoint = scene.add(RECEIVER);
        world.tell(services -> services.endpoints().switchOff(scene.owner(), endpoint.id()));
        scene.tell("document.completed", "missed");
        world.tell(services -> services.endpoints().switchOn(scene.owner(), endpoint.id()));

        Deliveries.Replayed replayed =
                world.ask(s -> s.deliveries().replayMissed(scene.owner(), endpoint.id(), since, until));

        assertThat(replayed).isEqualTo(new Deliveries.Replayed(expected, null));
    }

    @Test
    void aSearchEndsAfterSoManyEventsAndTheNextGoesOn() {
        Endpoint endpoint = scene.add(RECEIVER);
        world.tell(services -> services.endpoints().switchOff(scene.owner(), endpoint.id()));
        for (int i = 0; i < 5; i++) {
            scene.tell("document.completed", "d" + i);
            world.clock().turn(Duration.ofMinutes(5));
        }
        world.tell(services -> services.endpoints().switchOn(scene.owner(), endpoint.id()));
        Instant end = world.clock().instant();

        List<Deliveries.Replayed> replays = Stream.generate(() -> {
                    Instant since = Objects.requireNonNull(scene.get(endpoint).missedSince());
                    return world.ask(s -> Steps.replayMissed(s.deliveries(), scene.owner(), endpoint.id(), since, end));
                })
                .limit(3)
                .toList();

        assertThat(replays).extracting(Deliveries.Replayed::deliveries).containsExactly(2, 2, 1);
        assertThat(scene.get(endpoint).missedSince()).isNull();
    }

    /** However many events have arrived, a replay of a range comes to those that didn't. */
    @Test
    void aReplayOfARangeSaysWhereTheNextBegins() throws SQLException {
        Endpoint endpoint = scene.add(RECEIVER);
        Instant begin = world.clock().instant();
        for (int i = 0; i < 6; i++) {
            scene.tell("document.completed", "arrived");
            world.clock().turn(Duration.ofMinutes(5));
        }
        reports.finish(
                queue.claim(endpoint.key(), 9).stream()
                        .map(claim -> Scene.finished(claim, Attempt.Outcome.SUCCEEDED, Delivery.State.SUCCEEDED))
                        .toList(),
                Instant.EPOCH);
        world.tell(services -> services.endpoints().switchOff(scene.owner(), endpoint.id()));
        scene.tell("document.completed", "missed");
        world.tell(services -> services.endpoints().switchOn(scene.owner(), endpoint.id()));
        Instant end = world.clock().instant().plusSeconds(1);

        List<Deliveries.Replayed> replays = new ArrayList<>();
        for (Instant since = begin; since != null && replays.size() < 9; ) {
            Instant from = since;
            Deliveries.Replayed replayed =
                    world.ask(s -> Steps.replayMissed(s.deliveries(), scene.owner(), endpoint.id(), from, end));
            replays.add(replayed);
            since = replayed.until();
        }

        assertThat(replays).extracting(Deliveries.Replayed::deliveries).containsExactly(0, 0, 0, 1);
        assertThat(documents(queue.claim(endpoint.key(), 9))).containsExactly("missed");
    }

    @Test
    void aReplayOfAPartLeavesTheOfferOfTheRest() {
        Endpoint endpoint = scene.add(RECEIVER);
        world.tell(services -> services.endpoints().switchOff(scene.owner(), endpoint.id()));
        scene.tell("document.completed", "missed");
        world.tell(services -> services.endpoints().switchOn(scene.owner(), endpoint.id()));
        Instant since = scene.get(endpoint).missedSince();
        Instant end = world.clock().instant().plusSeconds(1);

        world.ask(services -> services.deliveries()
                .replayMissed(scene.owner(), endpoint.id(), Instant.EPOCH, since.minusSeconds(60)));
        world.ask(
                services -> services.deliveries().replayMissed(scene.owner(), endpoint.id(), since.plusMillis(1), end));
        assertThat(scene.get(endpoint).missedSince()).isEqualTo(since);

        world.ask(services -> services.deliveries().replayMissed(scene.owner(), endpoint.id(), since, end));
        assertThat(scene.get(endpoint).missedSince()).isNull();
    }

    @Test
    void forgettingWhatWasMissedIsAuditedOnce() {
        Endpoint endpoint = scene.add(RECEIVER);
        world.tell(services -> services.endpoints().switchOff(scene.owner(), endpoint.id()));
        world.tell(services -> services.endpoints().switchOn(scene.owner(), endpoint.id()));

        for (int i = 0; i < 2; i++) {
            world.tell(services -> services.endpoints().forgetMissed(scene.owner(), endpoint.id()));
        }

        assertThat(scene.get(endpoint).missedSince()).isNull();
        assertThat(world.count(
                        "select count(*) from audit_entry where account_id = ?1 and code = 'webhook.missed.forgotten'",
                        scene.owner()))
                .isEqualTo(1);
    }

    /** B59 */
    @Test
    void anEndpointThatFailsForDaysIsFoundAndSwitchedOffOnce() throws SQLException {
        Endpoint endpoint = scene.add(RECEIVER);
        scene.tell("document.completed", "d1");
        Claim claim = queue.claim(endpoint.key(), 1).getFirst();
        Set<Claim.Target> forLong = reports.finish(
                List.of(Scene.finished(claim, Attempt.Outcome.REJECTED, Delivery.State.PENDING)),
                Instant.now().plusSeconds(5));

        assertThat(forLong).extracting(Claim.Target::key).containsExactly(endpoint.key());
        for (int i = 0; i < 2; i++) {
            world.tell(services -> services.endpointSwitch()
                    .switchOff(
                            scene.owner().requireAccount(),
                            endpoint.id(),
                            claim.target().generation(),
                            endpoint.url(),
                            Endpoint.OffReason.FAILING));
        }
        assertThat(scene.get(endpoint).offReason()).isEqualTo(Endpoint.OffReason.FAILING);
        assertThat(scene.get(endpoint).missedSince())
                .isBeforeOrEqualTo(scene.get(endpoint).failingSince());
        assertThat(world.count(
                        "select count(*) from audit_entry where account_id = ?1 and code = 'webhook.endpoint.disabled'",
                        scene.owner()))
                .isEqualTo(1);
    }

    @Test
    void aKeyMeansTheSameEventForADay() {
        Endpoint endpoint = scene.add(RECEIVER);
        UUID first = scene.tell("document.completed", "d1", "{}", "key-1");

        assertThat(scene.tell("document.completed", "d1", "{}", "key-1")).isEqualTo(first);
        assertThatThrownBy(() -> scene.tell("document.completed", "d1", "{\"b\":2}", "key-1"))
                .isInstanceOf(IdempotencyKeyReused.class);
        assertThat(scene.tell("document.completed", "d1", "{}", "key-2")).isNotEqualTo(first);
        assertThat(scene.deliveries()).hasSize(2);
        assertThat(endpoint.isOn()).isTrue();

        world.clock().turn(Duration.ofHours(25));
        assertThat(scene.tell("document.completed", "d1", "{\"b\":2}", "key-1")).isNotEqualTo(first);
    }

    @Test
    void ofManyCallsWithOneKeyAtOnceOneEventComes() throws Exception {
        scene.add(RECEIVER);
        Set<UUID> ids = ConcurrentHashMap.newKeySet();
        AtOnce.run(Collections.nCopies(8, () -> ids.add(scene.tell("document.completed", "d1", "{}", "key-1"))));
        ids.add(scene.tell("document.completed", "d1", "{}", "key-1"));

        assertThat(ids).hasSize(1);
        assertThat(scene.deliveries()).hasSize(1);
    }

    /** B56 */
    @Test
    void anotherAccountsIdsAreNobodys() {
        Endpoint endpoint = scene.add(RECEIVER);
        scene.tell("document.completed", "d1");
        UUID delivery = scene.deliveries().getFirst().delivery().id();
        Scene stranger = Scene.in(world);

        for (Runnable attempt : List.<Runnable>of(
                () -> world.tell(s -> s.deliveries().get(stranger.owner(), delivery)),
                () -> world.tell(s -> s.deliveries().replay(stranger.owner(), delivery)),
                () -> world.tell(s -> s.deliveries().sendTest(stranger.owner(), endpoint.id(), Optional.empty())),
                () -> world.tell(s -> s.deliveries().getHealth(stranger.owner(), endpoint.id())),
                () -> world.tell(s ->
                        s.deliveries().replayMissed(stranger.owner(), endpoint.id(), Instant.EPOCH, Instant.now())),
                () -> world.tell(s -> s.endpoints().get(stranger.owner(), endpoint.id())),
                () -> world.tell(s -> s.endpoints().remove(stranger.owner(), endpoint.id())),
                () -> world.tell(s -> s.endpoints().switchOff(stranger.owner(), endpoint.id())),
                () -> world.tell(s -> s.endpoints().setHeader(stranger.owner(), endpoint.id(), "x", "y")),
                () -> world.tell(s -> s.endpoints()
                        .change(
                                stranger.owner(),
                                endpoint.id(),
                                Scene.settings(RECEIVER),
                                endpoint.version(),
                                null)))) {
            assertThatThrownBy(attempt::run).isInstanceOf(NotFound.class);
        }
        assertThat(stranger.deliveries()).isEmpty();
        assertThat(scene.deliveries()).hasSize(1);
        assertThat(world.ask(s -> s.deliveries()
                                .list(stranger.owner(), new Deliveries.Filter(endpoint.id(), null, null, null)))
                        .lines())
                .isEmpty();
    }

    @Test
    void aStaleFormChangesNothing() {
        Endpoint endpoint = scene.add(RECEIVER);
        world.tell(s -> s.endpoints()
                .change(scene.owner(), endpoint.id(), Scene.settings(RECEIVER, "a"), endpoint.version(), null));

        assertThatThrownBy(() -> world.tell(s -> s.endpoints()
                        .change(scene.owner(), endpoint.id(), Scene.settings(RECEIVER, "b"), endpoint.version(), null)))
                .isInstanceOf(EndpointChanged.class);
        assertThat(scene.get(endpoint).types().names()).containsExactly("a");
    }

    @Test
    void privateTargetsAreRefusedButWhereTheOperatorPermitsThemToThisAccount() {
        String target = "http://10.20.30.40:8080/hook";
        assertThatThrownBy(() -> scene.add(target)).isInstanceOf(TargetRefused.class);
        world.tell(s -> s.targetPermits()
                .replace(scene.owner(), AllowList.parse("10.20.30.40:8080").orElseThrow()));

        assertThat(scene.add(target).url()).isEqualTo(target);
        assertThatThrownBy(() -> scene.add("http://10.20.30.40:8081/hook")).isInstanceOf(TargetRefused.class);
        assertThatThrownBy(() -> Scene.in(world).add(target)).isInstanceOf(TargetRefused.class);
    }

    /** Whoever changes the address need not know the headers, and must not learn them so. */
    @Test
    void headersDontFollowToAnotherHost() throws SQLException {
        Endpoint endpoint = scene.add(RECEIVER);
        world.tell(s -> s.endpoints().setHeader(scene.owner(), endpoint.id(), "Authorization", "Bearer secret"));
        long version = scene.get(endpoint).version();
        world.tell(s ->
                s.endpoints().change(scene.owner(), endpoint.id(), Scene.settings(RECEIVER + "/other"), version, null));
        List<String> kept = world.ask(s -> s.endpoints().listHeaders(scene.owner(), endpoint.id()));
        assertThat(kept).containsExactly("authorization");

        long next = scene.get(endpoint).version();
        world.tell(s -> s.endpoints()
                .change(scene.owner(), endpoint.id(), Scene.settings("http://127.0.0.2:9/hook"), next, null));
        List<String> left = world.ask(s -> s.endpoints().listHeaders(scene.owner(), endpoint.id()));
        assertThat(left).isEmpty();
    }

    /** What waited when it was switched off is offered, though it occurred before. */
    @Test
    void whatWaitedIsOfferedToo() throws SQLException {
        Endpoint endpoint = scene.add(RECEIVER);
        scene.tell("document.completed", "waited");
        Instant occurred = world.clock().instant();
        world.clock().turn(Duration.ofHours(3));
        world.tell(s -> s.endpoints().switchOff(scene.owner(), endpoint.id()));
        world.clock().turn(Duration.ofHours(3));
        world.tell(s -> s.endpoints().switchOn(scene.owner(), endpoint.id()));
        world.tell(s -> s.endpoints().switchOff(scene.owner(), endpoint.id()));
        world.tell(s -> s.endpoints().switchOn(scene.owner(), endpoint.id()));

        Instant since = scene.get(endpoint).missedSince();
        assertThat(since).isBeforeOrEqualTo(occurred);
        Deliveries.Replayed replayed = world.ask(s -> s.deliveries()
                .replayMissed(scene.owner(), endpoint.id(), since, world.clock().instant()));
        assertThat(replayed.deliveries()).isEqualTo(1);
        assertThat(documents(queue.claim(endpoint.key(), 9))).containsExactly("waited");
        assertThat(scene.get(endpoint).missedSince()).isNull();
    }

    /** A test that was never delivered is no event that was missed, and takes no missed event's place. */
    @Test
    void testsAreNotReplayedAndHideNothing() {
        Endpoint endpoint = scene.add(RECEIVER);
        world.tell(s -> s.deliveries().sendTest(scene.owner(), endpoint.id(), Optional.empty()));
        world.tell(s -> s.endpoints().switchOff(scene.owner(), endpoint.id()));
        world.tell(s -> s.endpoints().switchOn(scene.owner(), endpoint.id()));
        assertThat(replayMissed(endpoint)).isEqualTo(new Deliveries.Replayed(0, null));

        NewEvent event = new NewEvent(new EventType("a"), new DocumentId("d"), new Payload("{}"));
        world.tell(s -> {
            for (int i = 0; i <= Deliveries.MOST_AT_ONCE; i++) {
                Instant now = world.clock().instant();
                s.em().persist(new WebhookEvent(
                        scene.owner().requireAccount(), Uuid7.next(world.clock()), event, now, false));
            }
        });

        Deliveries.Replayed first = replayMissed(endpoint);
        assertThat(first.deliveries()).isEqualTo(Deliveries.MOST_AT_ONCE);
        assertThat(first.until()).isNotNull();
        assertThat(replayMissed(endpoint)).isEqualTo(new Deliveries.Replayed(1, null));
    }

    /**
     * An attempt that was under way when its endpoint was switched off is on record, and not sent again by a replay.
     */
    @Test
    void whatIsUnderWayWhenItIsSwitchedOffMayStillSucceed() throws SQLException {
        Endpoint endpoint = scene.add(RECEIVER);
        scene.tell("document.completed", "d1");
        Claim claim = queue.claim(endpoint.key(), 1).getFirst();
        world.tell(s -> s.endpoints().switchOff(scene.owner(), endpoint.id()));
        for (UUID once : world.ask(s -> s.webhookCleanup().findOnceOff())) {
            world.tell(s -> s.webhookCleanup().cancelOver(once));
        }
        reports.finish(List.of(Scene.finished(claim, Attempt.Outcome.SUCCEEDED, Delivery.State.SUCCEEDED)), LONG_AGO);

        assertThat(scene.deliveries().getFirst().state()).isEqualTo(Delivery.State.SUCCEEDED);
        assertThat(scene.attempts(claim.delivery())).hasSize(1);
    }

    @Test
    void aDeliveryWhoseReportNeverComesEnds() throws SQLException {
        Endpoint endpoint = scene.add(RECEIVER);
        scene.tell("document.completed", "d1");
        DeliveryQueue dying = new DeliveryQueue(world.database().dataSource(), Duration.ZERO, MOST_ATTEMPTS);
        for (int i = 0; i < MOST_ATTEMPTS; i++) {
            assertThat(dying.claim(endpoint.key(), 1)).hasSize(1);
        }

        assertThat(dying.claim(endpoint.key(), 1)).isEmpty();
        assertThat(scene.deliveries().getFirst().state()).isEqualTo(Delivery.State.FAILED);
    }

    /** A 410 of the address of before says nothing of the present one. */
    @Test
    void anAnswerOfTheOldAddressDoesNotSwitchOffTheNewOne() {
        Endpoint endpoint = scene.add(RECEIVER);
        world.tell(s -> s.endpoints()
                .change(scene.owner(), endpoint.id(), Scene.settings(RECEIVER + "2"), endpoint.version(), null));
        world.tell(s -> s.endpointSwitch()
                .switchOff(scene.owner().requireAccount(), endpoint.id(), 1, RECEIVER, Endpoint.OffReason.GONE));

        assertThat(scene.get(endpoint).isOn()).isTrue();
    }

    @Test
    void endpointsAndHeadersHaveALimit() {
        for (int i = 0; i < Endpoints.MOST; i++) {
            scene.add(RECEIVER + i);
        }
        assertThatThrownBy(() -> scene.add(RECEIVER)).isInstanceOf(TooManyEndpoints.class);
        UUID id = world.ask(s -> s.endpoints().list(scene.owner())).getFirst().id();
        for (int i = 0; i < EndpointHeader.MOST; i++) {
            String name = "x-" + i;
            world.tell(s -> s.endpoints().setHeader(scene.owner(), id, name, "v"));
        }
        assertThatThrownBy(() -> world.tell(s -> s.endpoints().setHeader(scene.owner(), id, "x-new", "v")))
                .isInstanceOf(TooManyHeaders.class);
        world.tell(s -> s.endpoints().setHeader(scene.owner(), id, "X-0", "another"));
    }

    @Test
    void whatIsOldIsDeletedWithAllThatBelongsToIt() throws SQLException {
        Endpoint endpoint = scene.add(RECEIVER);
        scene.tell("document.completed", "d1", "{}", "key");
        reports.finish(
                List.of(Scene.finished(
                        queue.claim(endpoint.key(), 1).getFirst(),
                        Attempt.Outcome.SUCCEEDED,
                        Delivery.State.SUCCEEDED)),
                LONG_AGO);
        world.tell(s -> s.endpoints().remove(scene.owner(), endpoint.id()));
        world.clock().turn(Duration.ofDays(29));
        world.tell(s -> s.webhookCleanup().deleteOldEvents());
        assertThat(scene.deliveries()).hasSize(1);

        world.clock().turn(Duration.ofDays(2));
        while (world.ask(s -> s.webhookCleanup().deleteOldEvents()) > 0) {
            // there are other tests' too
        }
        world.tell(s -> s.webhookCleanup().deleteOldKeys());
        world.tell(s -> s.webhookCleanup().deleteRest());

        assertThat(scene.deliveries()).isEmpty();
        List.of("webhook_attempt", "webhook_event", "webhook_event_key", "webhook_endpoint")
                .forEach(table -> assertThat(
                                world.count("select count(*) from " + table + " where account_id = ?1", scene.owner()))
                        .as(table)
                        .isZero());
    }

    @Test
    void countsAttemptsByTheHour() throws SQLException {
        Endpoint endpoint = scene.add(RECEIVER);
        for (int i = 0; i < 3; i++) {
            scene.tell("document.completed", "d" + i);
        }
        List<Claim> claims = queue.claim(endpoint.key(), 3);
        reports.finish(
                List.of(
                        Scene.finished(claims.get(0), Attempt.Outcome.SUCCEEDED, Delivery.State.SUCCEEDED),
                        Scene.finished(claims.get(1), Attempt.Outcome.SUCCEEDED, Delivery.State.SUCCEEDED)),
                LONG_AGO);
        reports.finish(List.of(Scene.finished(claims.get(2), Attempt.Outcome.TLS, Delivery.State.FAILED)), LONG_AGO);

        long[] sums = {
            world.count("select sum(succeeded) from webhook_hour where account_id = ?1", scene.owner()),
            world.count("select sum(failed) from webhook_hour where account_id = ?1", scene.owner())
        };
        assertThat(sums).containsExactly(2, 1);
    }

    private static List<Claim> claim(DeliveryQueue queue, Endpoint endpoint, int most) {
        try {
            return queue.claim(endpoint.key(), most);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void disable() {
        world.tell(services -> services.apiAccesses()
                .disable(
                        scene.owner(),
                        ((ApiStatus.Enabled) services.apiAccesses().getStatus(scene.owner())).enablingId()));
    }

    private Deliveries.Replayed replayMissed(Endpoint endpoint) {
        return world.ask(services -> services.deliveries()
                .replayMissed(
                        scene.owner(),
                        endpoint.id(),
                        Instant.EPOCH,
                        world.clock().instant().plusSeconds(1)));
    }

    private static List<String> documents(Collection<Claim> claims) {
        return claims.stream().map(claim -> claim.facts().documentId()).toList();
    }
}
