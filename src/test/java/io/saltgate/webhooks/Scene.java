package io.saltgate.webhooks;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.net.OutboundUrl;
import io.saltgate.team.Role;
import io.saltgate.testing.World;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** An account with its API on, and what tests do with its webhooks. */
record Scene(World world, Caller owner, Caller backEnd) {

    static Scene in(World world) {
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

    Endpoint add(String url, String... types) {
        return world.ask(services -> services.endpoints().add(owner, settings(url, types)));
    }

    static Endpoint.Settings settings(String url, String... types) {
        return new Endpoint.Settings(url(url), TypeFilter.of(List.of(types)).orElseThrow(), null, true);
    }

    static OutboundUrl url(String text) {
        return ((OutboundUrl.Parsed.Ok) OutboundUrl.parse(text)).url();
    }

    Endpoint get(Endpoint endpoint) {
        return world.ask(services -> services.endpoints().get(owner, endpoint.id()));
    }

    UUID tell(String type, String document) {
        return tell(type, document, "{\"a\":1}", null);
    }

    UUID tell(String type, String document, String payload, String key) {
        NewEvent event = new NewEvent(new EventType(type), new DocumentId(document), new Payload(payload));
        byte[] body = (type + document + payload).getBytes(StandardCharsets.UTF_8);
        return world.ask(services -> services.events().accept(backEnd, event, key, body));
    }

    /** All of them, newest first. */
    List<Deliveries.Line> deliveries() {
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

    static DeliveryReports.Finished finished(Claim claim, Attempt.Outcome outcome, Delivery.State state) {
        return new DeliveryReports.Finished(claim, report(outcome), state, java.time.Duration.ZERO);
    }

    static Claim.Report report(Attempt.Outcome outcome) {
        int status = outcome.isSuccess() ? 204 : 0;
        return new Claim.Report(Instant.now(), 3, outcome, status, "", "127.0.0.1", "", "", "", "", Optional.empty());
    }
}
