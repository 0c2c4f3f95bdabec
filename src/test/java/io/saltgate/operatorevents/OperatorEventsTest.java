package io.saltgate.operatorevents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.apiaccess.ApiAccesses;
import io.saltgate.apiaccess.ApiStatus;
import io.saltgate.platform.net.OutboundGuard;
import io.saltgate.platform.net.OutboundHttp;
import io.saltgate.platform.net.OutboundUrl;
import io.saltgate.team.Role;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.Receiver;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.webhooks.Signature;
import io.saltgate.webhooks.TypeFilter;
import io.saltgate.webhooks.endpoints.TargetRefused;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OperatorEventsTest {

    static final Caller KEY = new Caller(
            Caller.Kind.OPERATOR_KEY,
            UUID.randomUUID(),
            null,
            Set.of(Permission.PROVISION_ACCOUNTS),
            null,
            "198.51.100.9");

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void tellsWhatHappensInAccountsSigned(TestDatabase kind) {
        try (World world = new World(kind);
                Receiver receiver = Receiver.start(Receiver.ok())) {
            Caller owner = world.member(Role.OWNER);
            OperatorSecret secret =
                    set(world, receiver, TypeFilter.ALL).orElseThrow().secret();

            ApiAccesses.Issued enabled = world.ask(s -> s.apiAccesses().enable(owner, null));
            send(world);

            assertThat(receiver.requests()).hasSize(1);
            Receiver.Request request = receiver.requests().getFirst();
            String body = new String(request.body(), UTF_8);
            assertThat(body)
                    .contains("\"type\":\"api.enabled\"")
                    .contains("\"id\":\"" + owner.requireAccount().value() + "\"")
                    .contains("\"by\":{\"kind\":\"member\",\"id\":\"" + owner.id() + "\",\"address\":\"198.51.100.7\"}")
                    .doesNotContain(enabled.token().reveal())
                    .doesNotContain(enabled.salt().reveal());
            String id = request.header("webhook-id").orElseThrow();
            assertThat(body).contains("\"eventId\":\"" + id + "\"");
            assertThat(request.header("webhook-signature"))
                    .contains(new Signature(secret.reveal())
                            .standard(id, request.header("webhook-timestamp").orElseThrow(), request.body()));
            send(world);
            assertThat(receiver.requests()).as("it is sent once").hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void sendsTheTypesThatWereChosen(TestDatabase kind) {
        try (World world = new World(kind);
                Receiver receiver = Receiver.start(Receiver.ok())) {
            Caller owner = world.member(Role.OWNER);
            set(world, receiver, new TypeFilter(List.of("api.paused", "member.*")));

            world.tell(s -> s.apiAccesses().enable(owner, null));
            world.tell(s -> s.apiAccesses().pause(owner, enabling(world, owner)));
            send(world);

            assertThat(types(receiver)).containsExactly("api.paused");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aChangeThatIsRolledBackIsNoNews(TestDatabase kind) {
        try (World world = new World(kind);
                Receiver receiver = Receiver.start(Receiver.ok())) {
            Caller owner = world.member(Role.OWNER);
            set(world, receiver, TypeFilter.ALL);

            assertThatThrownBy(() -> world.tell(s -> {
                        s.apiAccesses().enable(owner, null);
                        throw new IllegalStateException("rolled back");
                    }))
                    .hasMessage("rolled back");
            send(world);

            assertThat(receiver.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void storesNothingWhileThereIsNoEndpoint(TestDatabase kind) {
        try (World world = new World(kind);
                Receiver receiver = Receiver.start(Receiver.ok())) {
            Caller owner = world.member(Role.OWNER);
            world.tell(s -> s.apiAccesses().enable(owner, null));
            assertThatThrownBy(() -> world.tell(s -> s.operatorEvents().test(KEY)))
                    .isInstanceOf(OperatorEventsOff.class);
            assertThatThrownBy(() -> world.tell(s -> s.operatorEvents().rotateSecret(KEY)))
                    .isInstanceOf(OperatorEventsOff.class);

            set(world, receiver, TypeFilter.ALL);
            send(world);

            assertThat(receiver.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void triesAgainAndSaysThatItFails(TestDatabase kind) {
        try (World world = new World(kind);
                Receiver receiver = Receiver.start(answering("503 Service Unavailable", "200 OK"))) {
            set(world, receiver, TypeFilter.ALL);
            world.tell(s -> s.operatorEvents().test(KEY));
            send(world);

            OperatorEvents.Status failing = status(world);
            assertThat(failing.waiting()).isEqualTo(1);
            assertThat(failing.endpoint().lastFailure()).isEqualTo("status.503");
            assertThat(failing.endpoint().failingSince()).isNotNull();
            send(world);
            assertThat(receiver.requests()).as("not before it is due").hasSize(1);

            makeDue(world);
            send(world);

            OperatorEvents.Status taken = status(world);
            assertThat(receiver.requests()).hasSize(2);
            assertThat(receiver.requests().stream().map(request -> request.header("webhook-id")))
                    .as("every attempt has the same id")
                    .containsOnly(receiver.requests().getFirst().header("webhook-id"));
            assertThat(taken.waiting()).isZero();
            assertThat(taken.endpoint().failingSince()).isNull();
            assertThat(taken.endpoint().lastFailure()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void givesUpAfterTheScheduleOfWebhooks(TestDatabase kind) {
        try (World world = new World(kind)) {
            int port;
            try (Receiver gone = Receiver.start(Receiver.ok())) {
                port = gone.port();
                set(world, gone, TypeFilter.ALL);
            }
            world.tell(s -> s.operatorEvents().test(KEY));
            for (int attempt = 0; attempt < World.WEBHOOKS.schedule().size(); attempt++) {
                send(world);
                makeDue(world);
                assertThat(status(world).waiting())
                        .as("after attempt %s at port %s", attempt, port)
                        .isEqualTo(1);
            }
            send(world);

            OperatorEvents.Status status = status(world);
            assertThat(status.waiting()).isZero();
            assertThat(status.endpoint().givenUp()).isEqualTo(1);
            assertThat(status.endpoint().lastFailure()).isEqualTo("connect.refused");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void nodesClaimEachEventOnceAndALostClaimAgain(TestDatabase kind) throws Exception {
        try (World world = new World(kind);
                World other = world.anotherNode();
                Receiver receiver = Receiver.start(Receiver.ok())) {
            set(world, receiver, TypeFilter.ALL);
            for (int i = 0; i < 3 * OperatorEventQueue.CLAIMED_AT_ONCE; i++) {
                world.tell(s -> s.operatorEvents().test(KEY));
            }
            Queue<UUID> claimed = new ConcurrentLinkedQueue<>();
            List<Runnable> claims = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                World node = i % 2 == 0 ? world : other;
                claims.add(() -> claim(node, Duration.ofMinutes(1)).forEach(claim -> claimed.add(claim.id())));
            }
            for (Future<Void> each : AtOnce.run(claims)) {
                each.get();
            }
            assertThat(claimed).hasSize(3 * OperatorEventQueue.CLAIMED_AT_ONCE).doesNotHaveDuplicates();
            assertThat(claim(world, Duration.ofMinutes(1))).isEmpty();

            makeDue(world);
            assertThat(claim(other, Duration.ofMinutes(1)))
                    .as("the node that had them is dead")
                    .hasSize(OperatorEventQueue.CLAIMED_AT_ONCE)
                    .allSatisfy(claim -> assertThat(claim.attempt()).isEqualTo(2));
        }
    }

    /** A node that was frozen for longer than its lease must not undo what another has done since. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aLateReportOfAFailureChangesNothing(TestDatabase kind) {
        try (World world = new World(kind);
                Receiver receiver = Receiver.start(Receiver.ok())) {
            set(world, receiver, TypeFilter.ALL);
            world.tell(s -> s.operatorEvents().test(KEY));
            OperatorEventQueue.Claim late = claim(world, Duration.ZERO).getFirst();
            makeDue(world);
            OperatorEventQueue.Claim present =
                    claim(world, Duration.ofMinutes(1)).getFirst();

            boolean begins = world.ask(s -> s.operatorEventQueue().fail(late, "timeout", Optional.empty()));
            assertThat(begins).isFalse();
            assertThat(status(world).waiting()).isEqualTo(1);

            world.tell(s -> s.operatorEventQueue().settle(present));
            world.tell(s -> s.operatorEventQueue().fail(present, "timeout", Optional.empty()));
            OperatorEvents.Status status = status(world);
            assertThat(status.endpoint().givenUp()).isZero();
            assertThat(status.endpoint().failingSince()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void theSecretStaysUntilItIsRotated(TestDatabase kind) {
        try (World world = new World(kind);
                Receiver receiver = Receiver.start(Receiver.ok());
                Receiver moved = Receiver.start(Receiver.ok())) {
            OperatorEvents.Issued first = set(world, receiver, TypeFilter.ALL).orElseThrow();
            assertThat(set(world, receiver, TypeFilter.ALL)).isEmpty();
            assertThat(set(world, moved, TypeFilter.ALL)).isEmpty();
            assertThat(find(world, first).orElseThrow().secret().reveal())
                    .isEqualTo(first.secret().reveal());

            OperatorEvents.Issued second = world.ask(s -> s.operatorEvents().rotateSecret(KEY));

            assertThat(second.secret().reveal()).isNotEqualTo(first.secret().reveal());
            assertThat(find(world, first)).isEmpty();
            world.tell(s -> s.operatorEvents().test(KEY));
            send(world);
            Receiver.Request request = moved.requests().getFirst();
            assertThat(request.header("webhook-signature"))
                    .contains(new Signature(second.secret().reveal())
                            .standard(
                                    request.header("webhook-id").orElseThrow(),
                                    request.header("webhook-timestamp").orElseThrow(),
                                    request.body()));
            assertThat(systemAudit(world))
                    .containsExactly(
                            "operator.events.set",
                            "operator.events.set",
                            "operator.events.secret.rotated",
                            "operator.events.tested");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofCallsThatSetItAtOnceOneGetsTheSecret(TestDatabase kind) throws Exception {
        try (World world = new World(kind);
                Receiver receiver = Receiver.start(Receiver.ok())) {
            Queue<OperatorEvents.Issued> issued = new ConcurrentLinkedQueue<>();
            Runnable call = () -> set(world, receiver, TypeFilter.ALL).ifPresent(issued::add);
            for (Future<Void> each : AtOnce.run(List.of(call, call, call, call))) {
                each.get();
            }
            assertThat(issued).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void switchingOffDeletesWhatWaitsAndTheSecret(TestDatabase kind) {
        try (World world = new World(kind);
                Receiver receiver = Receiver.start(Receiver.ok())) {
            OperatorEvents.Issued issued = set(world, receiver, TypeFilter.ALL).orElseThrow();
            world.tell(s -> s.operatorEvents().test(KEY));
            OperatorEventQueue.Claim underWay =
                    claim(world, Duration.ofMinutes(1)).getFirst();
            world.tell(s -> s.operatorEvents().test(KEY));

            world.tell(s -> s.operatorEvents().switchOff(KEY));
            world.tell(s -> s.operatorEvents().switchOff(KEY));
            world.tell(s -> s.operatorEventQueue().settle(underWay));

            OperatorEvents.Status status = status(world);
            assertThat(status.endpoint().findUrl()).isEmpty();
            assertThat(status.waiting()).isZero();
            assertThat(find(world, issued)).isEmpty();
            assertThat(systemAudit(world))
                    .filteredOn("operator.events.ended"::equals)
                    .hasSize(1);
            assertThat(set(world, receiver, TypeFilter.ALL)).as("a new secret").isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void sendsNowhereThatTheConfigurationDoesNotAllow(TestDatabase kind) {
        try (World world = new World(kind)) {
            for (String url : List.of("http://10.0.0.1/", "http://169.254.169.254/", "https://[fe80::1]/")) {
                assertThatThrownBy(() -> world.tell(s -> s.operatorEvents().judge(KEY, url(url), TypeFilter.ALL)))
                        .isInstanceOf(TargetRefused.class);
            }
        }
    }

    @Test
    void eachTypeStandsForCodesThatExist() {
        ResourceBundle messages = ResourceBundle.getBundle("messages");
        assertThat(Stream.of(OperatorEventType.values()).flatMap(type -> type.codes().stream()))
                .doesNotHaveDuplicates()
                .allMatch(code -> messages.containsKey("audit." + code));
        assertThat(OperatorEventType.isNamedBy("member.*")).isTrue();
        assertThat(OperatorEventType.isNamedBy("endpoint.switchedOff")).isTrue();
        assertThat(OperatorEventType.isNamedBy("members.*")).isFalse();
        assertThat(OperatorEventType.isNamedBy("member")).isFalse();
    }

    static Optional<OperatorEvents.Issued> set(World world, Receiver receiver, TypeFilter types) {
        OutboundUrl url = url("http://127.0.0.1:" + receiver.port() + "/events");
        return world.ask(s -> s.operatorEvents().set(KEY, s.operatorEvents().judge(KEY, url, types)));
    }

    private static OperatorEvents.Status status(World world) {
        return world.ask(s -> s.operatorEvents().getStatus(KEY));
    }

    private static Optional<OperatorEvents.Issued> find(World world, OperatorEvents.Issued issued) {
        return world.ask(s -> s.operatorEvents().findSecret(KEY, issued.id()));
    }

    private static OutboundUrl url(String text) {
        return ((OutboundUrl.Parsed.Ok) OutboundUrl.parse(text)).url();
    }

    private static List<OperatorEventQueue.Claim> claim(World world, Duration lease) {
        return world.ask(s -> s.operatorEventQueue().claim(lease));
    }

    /** Sends what is due, as the server's job does. */
    private static void send(World world) {
        OperatorEventQueue queue = new OperatorEventQueue() {
            @Override
            public List<Claim> claim(Duration lease) {
                return world.ask(s -> s.operatorEventQueue().claim(lease));
            }

            @Override
            public void settle(Claim claim) {
                world.tell(s -> s.operatorEventQueue().settle(claim));
            }

            @Override
            public boolean fail(Claim claim, String failure, Optional<Duration> wait) {
                return world.ask(s -> s.operatorEventQueue().fail(claim, failure, wait));
            }
        };
        try (OutboundHttp http = OutboundHttp.open()) {
            new OperatorEventJob(queue, new OutboundGuard(World.OUTBOUND), http, World.WEBHOOKS, Clock.systemUTC())
                    .run();
        }
    }

    private static void makeDue(World world) {
        world.tell(s -> s.em().createNativeQuery("update operator_event set due_at = timestamp '2020-01-01 00:00:00'")
                .executeUpdate());
    }

    private static UUID enabling(World world, Caller owner) {
        return world.ask(s -> ((ApiStatus.Enabled) s.apiAccesses().getStatus(owner)).enablingId());
    }

    private static List<String> types(Receiver receiver) {
        return receiver.requests().stream()
                .map(request -> new String(request.body(), UTF_8))
                .map(body -> body.replaceAll(".*\"type\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static List<String> systemAudit(World world) {
        return (List<String>) world.ask(s -> s.em().createNativeQuery(
                        "select code from audit_entry where code like 'operator.events.%' order by seq")
                .getResultList());
    }

    /** Answers with one status after the other, and then always with the last. */
    private static Receiver.Answering answering(String... statuses) {
        List<String> left = new ArrayList<>(List.of(statuses));
        return (request, out, socket) -> {
            String status = left.size() > 1 ? left.removeFirst() : left.getFirst();
            out.write(Receiver.text("HTTP/1.1 " + status, "Content-Length: 0", "", ""));
        };
    }
}
