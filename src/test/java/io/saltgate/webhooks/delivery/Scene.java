package io.saltgate.webhooks.delivery;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.net.OutboundUrl;
import io.saltgate.team.Role;
import io.saltgate.testing.World;
import io.saltgate.webhooks.DocumentId;
import io.saltgate.webhooks.EventType;
import io.saltgate.webhooks.NewEvent;
import io.saltgate.webhooks.Payload;
import io.saltgate.webhooks.TypeFilter;
import io.saltgate.webhooks.endpoints.Endpoint;
import io.saltgate.webhooks.endpoints.EndpointKey;
import io.saltgate.webhooks.events.Deliveries;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/** An account with its API on, and what tests do with its webhooks. */
public record Scene(World world, Caller owner, Caller backEnd) {

    public static Scene in(World world) {
        Caller owner = world.member(Role.OWNER);
        world.ask(services -> services.apiAccesses().enable(owner, null));
        Caller backEnd = new Caller(
                Caller.Kind.OPERATOR_KEY,
                UUID.randomUUID(),
                owner.account(),
                Set.of(Permission.SCOPE_EVENTS, Permission.BE_OPERATOR_KEY),
                world.clock().instant(),
                "198.51.100.9");
        return new Scene(world, owner, backEnd);
    }

    /** Who has just signed in, however long the scene has lasted. */
    @Override
    public Caller owner() {
        return owner.provedAt(world.clock().instant());
    }

    public Endpoint add(String url, String... types) {
        return world.ask(services -> services.endpoints().add(owner(), settings(url, types)));
    }

    static Endpoint.Settings settings(String url, String... types) {
        return new Endpoint.Settings(url(url), TypeFilter.of(List.of(types)).orElseThrow(), null, true);
    }

    static OutboundUrl url(String text) {
        return ((OutboundUrl.Parsed.Ok) OutboundUrl.parse(text)).url();
    }

    public Endpoint get(Endpoint endpoint) {
        return world.ask(services -> services.endpoints().get(owner, endpoint.id()));
    }

    public UUID tell(String type, String document) {
        return tell(type, document, "{\"a\":1}", null);
    }

    public UUID tell(String type, String document, String payload, String key) {
        NewEvent event = new NewEvent(new EventType(type), new DocumentId(document), new Payload(payload));
        byte[] body = (type + document + payload).getBytes(StandardCharsets.UTF_8);
        return world.ask(services -> services.events().accept(backEnd, event, key, body));
    }

    /** All of them, newest first. */
    public List<Deliveries.Line> deliveries() {
        List<Deliveries.Line> all = new ArrayList<>();
        UUID before = null;
        while (true) {
            UUID from = before;
            Deliveries.Slice slice = world.ask(
                    services -> services.deliveries().list(owner, new Deliveries.Filter(null, null, null, from)));
            all.addAll(slice.lines());
            if (slice.next().isEmpty()) {
                return all;
            }
            before = slice.next().get();
        }
    }

    List<Attempt> attempts(UUID delivery) {
        return world.ask(services -> services.deliveries().get(owner, delivery)).attempts();
    }

    /** Writes down that it was delivered a little later, by an attempt that nobody made. */
    public void deliver(Delivery delivery, String macStart) {
        EndpointKey key = new EndpointKey(owner.requireAccount().value(), delivery.endpointId());
        DataSource database = world.database().dataSource();
        Claim.Report report = new Claim.Report(
                world.clock().instant().plusSeconds(60),
                3,
                Attempt.Outcome.SUCCEEDED,
                204,
                "",
                new Claim.Sent("127.0.0.1", "", macStart, null),
                Claim.Answer.NONE,
                Optional.empty());
        try {
            List<DeliveryReports.Finished> finished = new DeliveryQueue(database, Duration.ofMinutes(1), 9)
                    .claim(key, 100).stream()
                            .map(claim -> new DeliveryReports.Finished(
                                    claim, report, Delivery.State.SUCCEEDED, Duration.ZERO))
                            .toList();
            new DeliveryReports(database).finish(finished, Instant.EPOCH);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static DeliveryReports.Finished finished(Claim claim, Attempt.Outcome outcome, Delivery.State state) {
        return new DeliveryReports.Finished(claim, report(outcome), state, Duration.ZERO);
    }

    static Claim.Report report(Attempt.Outcome outcome) {
        return report(outcome, null);
    }

    static Claim.Report report(Attempt.Outcome outcome, String retryAfter) {
        int status = outcome.isSuccess() ? 204 : 0;
        return new Claim.Report(
                Instant.now(),
                3,
                outcome,
                status,
                "",
                new Claim.Sent("127.0.0.1", "", "", null),
                Claim.Answer.NONE,
                Optional.ofNullable(retryAfter));
    }
}
