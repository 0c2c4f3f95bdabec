package io.saltgate.webhooks.delivery;

import inet.ipaddr.IPAddressNetwork;
import io.saltgate.platform.crypto.Hashes;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.Sealing;
import io.saltgate.platform.net.OutboundGuard;
import io.saltgate.platform.net.OutboundHttp;
import io.saltgate.platform.net.OutboundUrl;
import io.saltgate.webhooks.Signature;
import io.saltgate.webhooks.endpoints.EndpointHeader;
import io.saltgate.webhooks.endpoints.TargetExceptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes one attempt: signs, asks the guard, sends, and says what came of it without a secret in it. */
final class Attempts {

    static final String USER_AGENT = "Saltgate-Webhooks/1";

    private static final System.Logger LOG = System.getLogger(Attempts.class.getName());

    private static final int GONE = 410;
    static final int MOST_KEPT = 4_000;
    private static final int MOST_DETAIL = 300;
    private static final int MAC_SHOWN = 6;
    private static final int SIGNATURE_SHOWN = 9;

    /** A shorter text is no secret, and would be found everywhere. */
    private static final int SHORTEST_HIDDEN = 4;

    private static final Duration LOOK_UP = Duration.ofSeconds(5);
    private static final String MASK = "…";

    /** What receivers set is theirs. */
    private static final Set<String> SECRET_ANSWERS = Set.of("set-cookie", "authorization", "www-authenticate");

    private final OutboundGuard guard;
    private final OutboundHttp http;
    private final Sealing sealing;
    private final Duration timeout;
    private final Clock clock;

    Attempts(OutboundGuard guard, OutboundHttp http, KeyRing ring, Duration timeout, Clock clock) {
        this.guard = guard;
        this.http = http;
        this.sealing = new Sealing(ring);
        this.timeout = timeout;
        this.clock = clock;
    }

    /** Blocks until the attempt is over, at most a little longer than its time-out; never throws. */
    Claim.Report make(Claim claim) {
        Draft draft = new Draft(clock.instant(), System.nanoTime());
        try {
            return attempt(claim, draft);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "an attempt of delivery " + claim.delivery() + " failed by itself", e);
            return draft.failed(Attempt.Outcome.INTERNAL, "");
        }
    }

    private Claim.Report attempt(Claim claim, Draft draft) {
        Claim.Target target = claim.target();
        Signature signature = new Signature(claim.salt().open(sealing));
        String mac = target.signMac() ? signature.mac(claim.facts().documentId()) : null;
        byte[] body = claim.payload().toBody(claim.facts(), mac);
        String id = claim.delivery().toString();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("user-agent", USER_AGENT);
        headers.put(Signature.ID, id);
        headers.put(Signature.TIMESTAMP, Long.toString(draft.beganAt.getEpochSecond()));
        headers.put(Signature.SIGNATURE, signature.standard(id, draft.beganAt, body));
        if (claim.traceparent() != null) {
            headers.put("traceparent", claim.traceparent());
        }
        draft.sentHead = masked(headers, target.headers());
        draft.macStart = mac == null ? "" : mac.substring(0, MAC_SHOWN);
        draft.body = new Claim.SentBody(
                HexFormat.of().formatHex(Hashes.sha256(body)),
                body.length,
                Signature.signedLength(id, draft.beganAt, body));
        draft.hide(headers.getOrDefault(Signature.SIGNATURE, ""));
        draft.hide(mac == null ? "" : mac);
        for (Claim.SealedHeader header : target.headers()) {
            String value = EndpointHeader.open(
                    target.key().account(), target.key().endpoint(), header.name(), header.sealed(), sealing);
            headers.put(header.name(), value);
            draft.hide(value);
        }
        if (!(OutboundUrl.parse(target.url()) instanceof OutboundUrl.Parsed.Ok parsed)) {
            throw new IllegalStateException("not an address that could have been saved");
        }
        return switch (guard.check(parsed.url(), TargetExceptions.parse(target.exceptions()), LOOK_UP)) {
            case OutboundGuard.Verdict.Refused refused ->
                // Not where the name leads to: that may be the operator's own network.
                draft.failed(Attempt.Outcome.valueOf(refused.reason().name()), "");
            case OutboundGuard.Verdict.Allowed allowed -> send(parsed.url(), allowed, headers, body, draft);
        };
    }

    private Claim.Report send(
            OutboundUrl url,
            OutboundGuard.Verdict.Allowed allowed,
            Map<String, String> headers,
            byte[] body,
            Draft draft) {
        draft.sentTo = new IPAddressNetwork.IPAddressGenerator()
                .from(allowed.address())
                .toCanonicalString();
        Duration left = timeout.minusNanos(System.nanoTime() - draft.startNanos);
        return switch (http.post(url, allowed, headers, body, left)) {
            case OutboundHttp.Answer.Received received -> draft.answered(received);
            case OutboundHttp.Answer.Failed failed ->
                draft.failed(Attempt.Outcome.valueOf(failed.failure().name()), failed.detail());
        };
    }

    static Attempt.Outcome outcome(int status) {
        if (status >= 200 && status < 300) {
            return Attempt.Outcome.SUCCEEDED;
        }
        return status == GONE ? Attempt.Outcome.GONE : Attempt.Outcome.REJECTED;
    }

    private static String masked(Map<String, String> headers, List<Claim.SealedHeader> own) {
        StringBuilder head = new StringBuilder();
        headers.forEach((name, value) -> line(
                head, name, name.equals(Signature.SIGNATURE) ? value.substring(0, SIGNATURE_SHOWN) + MASK : value));
        own.forEach(header -> line(head, header.name(), MASK));
        return cut(head.toString(), MOST_KEPT);
    }

    private static String head(List<OutboundHttp.HeaderLine> headers) {
        StringBuilder head = new StringBuilder();
        headers.forEach(header -> line(
                head,
                header.name(),
                SECRET_ANSWERS.contains(header.name().toLowerCase(java.util.Locale.ROOT)) ? MASK : header.value()));
        return readable(head.toString());
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append('\n');
    }

    /** PostgreSQL keeps no U+0000, and a terminal should do nothing by what a receiver says. */
    private static String readable(String text) {
        StringBuilder readable = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) && c != '\n' && c != '\t' ? '\uFFFD' : c)
                .map(c -> Character.getType(c) == Character.SURROGATE ? '\uFFFD' : c)
                .forEach(readable::appendCodePoint);
        return readable.toString();
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end);
    }

    /** What is known of an attempt so far. */
    private static final class Draft {
        private final Instant beganAt;
        private final long startNanos;
        private String sentTo = "";
        private String sentHead = "";
        private String macStart = "";
        private Claim.@Nullable SentBody body;
        private final List<String> secrets = new ArrayList<>();

        /** Some receivers answer with what they got. */
        void hide(String secret) {
            if (secret.length() >= SHORTEST_HIDDEN) {
                secrets.add(secret);
                // As it stands inside JSON, and without the scheme in front.
                secrets.add(secret.replace("/", "\\/"));
                int blank = secret.lastIndexOf(' ');
                if (secret.length() - blank > SHORTEST_HIDDEN) {
                    secrets.add(secret.substring(blank + 1));
                }
            }
        }

        String withoutSecrets(String text) {
            String clean = text;
            for (String secret : secrets) {
                clean = clean.replace(secret, MASK);
            }
            return clean;
        }

        /** The beginning of a secret at the end of what was read is masked too. */
        String withoutSecretAtEnd(String text) {
            for (String secret : secrets) {
                for (int length = Math.min(secret.length(), text.length()); length >= SHORTEST_HIDDEN; length--) {
                    if (text.regionMatches(text.length() - length, secret, 0, length)) {
                        return text.substring(0, text.length() - length) + MASK;
                    }
                }
            }
            return text;
        }

        Draft(Instant beganAt, long startNanos) {
            this.beganAt = beganAt;
            this.startNanos = startNanos;
        }

        Claim.Report failed(Attempt.Outcome outcome, String detail) {
            return report(outcome, 0, cut(readable(detail), MOST_DETAIL), Claim.Answer.NONE, Optional.empty());
        }

        Claim.Report answered(OutboundHttp.Answer.Received received) {
            AnswerBody body = AnswerBody.of(received);
            String clean = withoutSecrets(body.text());
            String kept = cut(body.cut() ? withoutSecretAtEnd(clean) : clean, MOST_KEPT);
            Claim.Answer answer = new Claim.Answer(
                    cut(withoutSecrets(head(received.headers())), MOST_KEPT),
                    kept,
                    body.form(),
                    withoutSecrets(body.label()),
                    body.bytes(),
                    body.cut() || kept.length() < clean.length());
            return report(outcome(received.status()), received.status(), "", answer, received.retryAfter());
        }

        private Claim.Report report(
                Attempt.Outcome outcome, int status, String detail, Claim.Answer answer, Optional<String> retryAfter) {
            return new Claim.Report(
                    beganAt,
                    (System.nanoTime() - startNanos) / 1_000_000,
                    outcome,
                    status,
                    detail,
                    new Claim.Sent(sentTo, sentHead, macStart, body),
                    answer,
                    retryAfter);
        }
    }
}
