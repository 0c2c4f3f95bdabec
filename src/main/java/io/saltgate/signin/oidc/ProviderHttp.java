package io.saltgate.signin.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.net.AllowList;
import io.saltgate.platform.net.OutboundGuard;
import io.saltgate.platform.net.OutboundHttp;
import io.saltgate.platform.net.OutboundUrl;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Asks the provider, which the configuration names and which so may be in a private network. Requests wait for it: they
 * have bounded places and a deadline, so that a provider that hangs holds few of the server's threads.
 */
@ApplicationScoped
class ProviderHttp {

    private static final int MAX_CALLS = 8;
    private static final int MAX_BODY = 512 * 1024;
    private static final Duration LOOK_UP = Duration.ofSeconds(2);
    private static final Duration WHOLE = Duration.ofSeconds(5);
    private static final AllowList EVERYWHERE =
            AllowList.parse("0.0.0.0/0 ::/0").orElseThrow();

    private final OutboundGuard guard;
    private final OutboundHttp http;
    private final Semaphore calls = new Semaphore(MAX_CALLS);

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected ProviderHttp() {
        this(null, null);
    }

    @Inject
    ProviderHttp(OutboundGuard guard, OutboundHttp http) {
        this.guard = guard;
        this.http = http;
    }

    /** What came back. */
    record Reply(int status, String body) {}

    String get(String url) throws ProviderUnavailable {
        Reply reply = send(
                url, (target, where) -> http.get(target, where, Map.of("Accept", "application/json"), MAX_BODY, WHOLE));
        if (reply.status() != 200) {
            throw new ProviderUnavailable("it answered with status " + reply.status());
        }
        return reply.body();
    }

    Reply post(String url, Map<String, String> form, Map<String, String> headers) throws ProviderUnavailable {
        Map<String, String> all = new TreeMap<>(headers);
        all.put("Accept", "application/json");
        all.put("Content-Type", "application/x-www-form-urlencoded");
        byte[] body = encode(form).getBytes(UTF_8);
        return send(url, (target, where) -> http.post(target, where, all, body, MAX_BODY, WHOLE));
    }

    static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field ->
                        URLEncoder.encode(field.getKey(), UTF_8) + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    @FunctionalInterface
    private interface Call {
        OutboundHttp.Answer to(OutboundUrl url, OutboundGuard.Verdict.Allowed where);
    }

    private Reply send(String url, Call call) throws ProviderUnavailable {
        if (!(OutboundUrl.parse(url) instanceof OutboundUrl.Parsed.Ok ok)) {
            throw new ProviderUnavailable("its address can't be used");
        }
        if (!calls.tryAcquire()) {
            throw new ProviderUnavailable("too many calls to it are under way");
        }
        try {
            return switch (guard.check(ok.url(), EVERYWHERE, LOOK_UP)) {
                case OutboundGuard.Verdict.Refused refused ->
                    throw new ProviderUnavailable("it can't be reached: " + refused.reason());
                case OutboundGuard.Verdict.Allowed allowed -> read(call.to(ok.url(), allowed));
            };
        } finally {
            calls.release();
        }
    }

    private static Reply read(OutboundHttp.Answer answer) throws ProviderUnavailable {
        return switch (answer) {
            case OutboundHttp.Answer.Failed failed -> throw new ProviderUnavailable(failed.detail());
            case OutboundHttp.Answer.Received received
            when received.cut() -> throw new ProviderUnavailable("its answer is too long");
            case OutboundHttp.Answer.Received received ->
                new Reply(received.status(), new String(received.bodyStart(), UTF_8));
        };
    }
}
