package io.saltgate.operatorevents;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.net.AllowList;
import io.saltgate.platform.net.OutboundGuard;
import io.saltgate.platform.net.OutboundHttp;
import io.saltgate.platform.net.OutboundUrl;
import io.saltgate.platform.start.Job;
import io.saltgate.webhooks.Signature;
import io.saltgate.webhooks.delivery.RetrySchedule;
import io.saltgate.webhooks.delivery.WebhookSettings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Sends operator events that are due, every second, signed and retried as webhooks are. */
@Dependent
public class OperatorEventJob implements Job {

    private static final System.Logger LOG = System.getLogger(OperatorEventJob.class.getName());

    /** Beyond an attempt's own time: to look up the name, to write what came of it. */
    private static final Duration LEASE_REST = Duration.ofSeconds(30);

    private static final Duration LOOK_UP = Duration.ofSeconds(5);

    /**
     * Why an attempt failed.
     *
     * @param code {@code status.} and the answer's status, or the code of why there was none
     */
    private record Failure(String code, Optional<String> retryAfter) {}

    private final OperatorEventQueue queue;
    private final OutboundGuard guard;
    private final OutboundHttp http;
    private final WebhookSettings settings;
    private final Clock clock;

    @Inject
    public OperatorEventJob(
            OperatorEventQueue queue, OutboundGuard guard, OutboundHttp http, WebhookSettings settings, Clock clock) {
        this.queue = queue;
        this.guard = guard;
        this.http = http;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(1);
    }

    @Override
    public void run() {
        drain(this::sendBatch);
    }

    /** Sends the claimed ones beside each other, and waits for the slowest. */
    private boolean sendBatch() {
        List<OperatorEventQueue.Claim> claims =
                queue.claim(settings.attemptTimeout().plus(LEASE_REST));
        List<Thread> sending = new ArrayList<>();
        for (OperatorEventQueue.Claim claim : claims) {
            sending.add(Thread.ofVirtual().name("operator-event").start(() -> attempt(claim)));
        }
        try {
            for (Thread each : sending) {
                each.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops; what is under way is due again after its lease
        }
        return claims.size() == OperatorEventQueue.CLAIMED_AT_ONCE;
    }

    private void attempt(OperatorEventQueue.Claim claim) {
        try {
            Optional<Failure> failure = send(claim);
            if (failure.isPresent()) {
                fail(claim, failure.get());
            } else {
                queue.settle(claim);
            }
        } catch (RuntimeException e) { // whatever it is: the event is due again after its lease
            LOG.log(System.Logger.Level.WARNING, "operator event " + claim.id() + " could not be sent", e);
        }
    }

    private Optional<Failure> send(OperatorEventQueue.Claim claim) {
        if (!(OutboundUrl.parse(claim.url()) instanceof OutboundUrl.Parsed.Ok parsed)) {
            throw new IllegalStateException("not an address that could have been saved");
        }
        return switch (guard.check(parsed.url(), AllowList.NONE, LOOK_UP)) {
            case OutboundGuard.Verdict.Refused refused ->
                Optional.of(new Failure(refused.reason().code(), Optional.empty()));
            case OutboundGuard.Verdict.Allowed allowed -> {
                byte[] body = claim.body().getBytes(UTF_8);
                yield failure(http.post(parsed.url(), allowed, headers(claim, body), body, settings.attemptTimeout()));
            }
        };
    }

    private static Optional<Failure> failure(OutboundHttp.Answer answer) {
        return switch (answer) {
            case OutboundHttp.Answer.Received received ->
                received.status() / 100 == 2
                        ? Optional.empty()
                        : Optional.of(new Failure("status." + received.status(), received.retryAfter()));
            case OutboundHttp.Answer.Failed failed ->
                Optional.of(new Failure(
                        failed.failure().name().toLowerCase(Locale.ROOT).replace('_', '.'), Optional.empty()));
        };
    }

    private Map<String, String> headers(OperatorEventQueue.Claim claim, byte[] body) {
        Instant now = clock.instant();
        String id = claim.id().toString();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("user-agent", "Saltgate-Events/1");
        headers.put(Signature.ID, id);
        headers.put(Signature.TIMESTAMP, Long.toString(now.getEpochSecond()));
        headers.put(Signature.SIGNATURE, new Signature(claim.secret().reveal()).standard(id, now, body));
        return headers;
    }

    private void fail(OperatorEventQueue.Claim claim, Failure failure) {
        Optional<Duration> wait = new RetrySchedule(settings.schedule())
                .waitAfter(
                        claim.attempt(),
                        failure.retryAfter(),
                        clock.instant(),
                        ThreadLocalRandom.current().nextDouble());
        if (queue.fail(claim, failure.code(), wait)) {
            LOG.log(System.Logger.Level.WARNING, "the endpoint of operator events began to fail: {0}", failure.code());
        }
        if (wait.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "operator event {0} was given up: {1}", claim.id(), failure.code());
        }
    }
}
