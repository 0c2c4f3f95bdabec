package io.saltgate.gate;

import inet.ipaddr.IPAddress;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.saltgate.apiaccess.AuthToken;
import io.saltgate.changes.AccountChanged;
import io.saltgate.changes.DatabaseHistory;
import io.saltgate.changes.HintSettings;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.SaltgateDataSource;
import io.saltgate.platform.net.ClientAddress;
import io.saltgate.platform.net.GatewaySettings;
import io.saltgate.platform.start.Startup;
import io.saltgate.usage.UsageRecorder;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Enumeration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides on requests: reads token and client address from a request, applies policy and rate limit, and records the
 * call.
 */
@ApplicationScoped
public class GateService {

    /**
     * A decision and the address that it was made for.
     *
     * @param address null if it can't be determined
     */
    public record Judged(Decision decision, @Nullable IPAddress address) {

        /** The value of {@code X-Judged-Address}: {@code -} if it can't be determined. */
        public String addressText() {
            return address == null ? "-" : address.toCanonicalString();
        }
    }

    /** The one header that a token is taken from. */
    public static final String TOKEN_HEADER = "X-Auth-Token";

    /** With a receipt of a change: the call is to be judged by a state that is at least as new. */
    public static final String AFTER_HEADER = "X-Saltgate-After";

    /** The cache may use this fraction of the heap: a quarter. */
    private static final int CACHE_SHARE = 4;

    @Resource
    @SuppressWarnings("NullAway.Init") // the container injects
    private ManagedThreadFactory threads;

    private final GatewaySettings gateways;
    private final GateSettings settings;
    private final HintSettings hints;
    private final Instance<KeyRing> ring;
    private final DatabaseHistory history;
    private final RateLimit rateLimit;
    private final CallRecorder recorder;
    private final Instance<PrometheusRegistry> registry;
    private volatile @Nullable CachedPolicy policy;
    private volatile @Nullable GateMetrics metrics;
    private @Nullable GateStore store;
    private @Nullable HintListener hintListener;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected GateService() {
        this(null, null, null, null, null, new RateLimitSettings(0, 0), null, null);
    }

    @Inject
    public GateService(
            GatewaySettings gateways,
            GateSettings settings,
            HintSettings hints,
            Instance<KeyRing> ring,
            DatabaseHistory history,
            RateLimitSettings rateLimit,
            UsageRecorder usage,
            Instance<PrometheusRegistry> registry) {
        this.gateways = gateways;
        this.settings = settings;
        this.hints = hints;
        this.ring = ring;
        this.history = history;
        this.rateLimit = new RateLimit(rateLimit);
        this.recorder = new CallRecorder(usage, gateways);
        this.registry = registry;
    }

    void open(@Observes Startup.Started started) {
        store = GateStore.open();
        CachedPolicy opened = new CachedPolicy(
                store,
                ring.get(),
                settings.bound(),
                Runtime.getRuntime().maxMemory() / CACHE_SHARE,
                new DatabaseObjection(history, ring.get()));
        start(opened.changePoller(), "saltgate-clock");
        if (hints.enabled() && SaltgateDataSource.isPostgresConfigured()) {
            hintListener = new HintListener(SaltgateDataSource.deciding(), opened.changePoller()::hint);
            start(hintListener, "saltgate-hints");
        }
        metrics = new GateMetrics(registry.get(), opened);
        policy = opened;
    }

    private void start(Runnable task, String name) {
        Thread thread = threads.newThread(task);
        thread.setName(name);
        thread.start();
    }

    @PreDestroy
    void close() {
        if (hintListener != null) {
            hintListener.stop();
        }
        if (policy != null) {
            policy.changePoller().stop();
        }
        if (store != null) {
            store.close();
        }
    }

    /** Applies a change of this node before its caller gets an answer. */
    void hear(@Observes(during = TransactionPhase.AFTER_SUCCESS) AccountChanged changed) {
        CachedPolicy present = policy;
        if (present != null) {
            present.hear(changed);
        }
    }

    /** The time since this node last read the change feed; empty before it did for the first time. */
    public Optional<Duration> pollAge() {
        CachedPolicy present = policy;
        return present == null ? Optional.empty() : present.changePoller().age();
    }

    /** Why this node's gate answers 503 to each call, though the database answers; empty if it doesn't. */
    public Optional<String> closed() {
        CachedPolicy present = policy;
        return present == null ? Optional.empty() : present.changePoller().closed();
    }

    /** {@link #judge} without the container's proxy, which every call would pay for. */
    Function<HttpServletRequest, Judged> judging() {
        return this::judge;
    }

    public Judged judge(HttpServletRequest request) {
        long began = System.nanoTime();
        IPAddress address = ClientAddress.of(request, gateways).orElse(null);
        Decision decision = rateLimit.judge(decide(request, address));
        recorder.record(request, decision, address);
        GateMetrics present = metrics;
        if (present != null) {
            present.count(decision, System.nanoTime() - began);
        }
        return new Judged(decision, address);
    }

    private Decision decide(HttpServletRequest request, @Nullable IPAddress address) {
        Enumeration<String> tokens = request.getHeaders(TOKEN_HEADER);
        String text = tokens.hasMoreElements() ? trim(tokens.nextElement()) : "";
        boolean several = tokens.hasMoreElements();
        if (!several && text.isEmpty()) {
            return Decision.Refused.unattributed(Refusal.TOKEN_MISSING);
        }
        // Never "the first" or "the last": gateways and services would disagree on which.
        if (several || text.indexOf(',') >= 0) {
            return Decision.Refused.unattributed(Refusal.TOKEN_AMBIGUOUS);
        }
        Optional<AuthToken> token = AuthToken.parse(text);
        if (token.isEmpty()) {
            return Decision.Refused.unattributed(Refusal.TOKEN_MALFORMED);
        }
        CachedPolicy present = policy;
        return present == null
                ? Decision.Refused.unattributed(Refusal.CANNOT_DECIDE)
                : present.decide(token.get(), address, after(request));
    }

    /** The receipt that the call brings; null for none. Two of them, or an empty one, are a text that is no receipt. */
    private static @Nullable String after(HttpServletRequest request) {
        String text = request.getHeader(AFTER_HEADER);
        if (text == null) {
            return null;
        }
        Enumeration<String> lines = request.getHeaders(AFTER_HEADER);
        lines.nextElement();
        return lines.hasMoreElements() ? "" : trim(text);
    }

    /**
     * Takes SP and HTAB from both ends (RFC 9110, section 5.5): not every server does. The same text if there are none.
     */
    static String trim(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && isBlank(value.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    private static boolean isBlank(char character) {
        return character == ' ' || character == '\t';
    }
}
