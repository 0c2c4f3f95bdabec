package io.saltgate.signin.oidc;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the provider: its endpoints and keys, asked for when they are needed and kept for an hour. While it
 * can't be asked, what was read last is used for a day. A token with an unknown key makes us ask again at most once a
 * minute: anybody can make one. Thread-safe.
 */
@ApplicationScoped
class Provider implements ProviderKeys {

    static final Duration FRESH = Duration.ofHours(1);
    static final Duration USABLE = Duration.ofDays(1);
    static final Duration ASK_AGAIN = Duration.ofMinutes(1);

    /** After a failure, so that each request doesn't wait for the next. */
    static final Duration REST = Duration.ofSeconds(10);

    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final int MAX_KEYS = 100;
    private static final int MAX_WAITING = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private record Known<T>(T value, Instant readAt) {
        boolean isYoungerThan(Duration age, Instant now) {
            return now.isBefore(readAt.plus(age));
        }
    }

    private interface Read<T> {
        T now() throws ProviderUnavailable;
    }

    private final OidcSettings settings;
    private final ProviderHttp http;
    private final Clock clock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private volatile @Nullable Known<ProviderMetadata> metadata;
    private volatile @Nullable Known<JWKSet> keys;
    private volatile Instant failedAt = Instant.EPOCH;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected Provider() {
        this(null, null, null);
    }

    @Inject
    Provider(OidcSettings settings, ProviderHttp http, Clock clock) {
        this.settings = settings;
        this.http = http;
        this.clock = clock;
    }

    ProviderMetadata metadata() throws ProviderUnavailable {
        Known<ProviderMetadata> known = metadata;
        return known != null && known.isYoungerThan(FRESH, clock.instant())
                ? known.value()
                : alone(() -> {
                    Known<ProviderMetadata> current = metadata;
                    if (current == null || !current.isYoungerThan(FRESH, clock.instant())) {
                        current = renew(current, this::readMetadata);
                        metadata = current;
                    }
                    return current.value();
                });
    }

    @Override
    public List<JWK> find(JWKMatcher matcher) throws ProviderUnavailable {
        JWKSelector selector = new JWKSelector(matcher);
        List<JWK> found = selector.select(keys(FRESH));
        return found.isEmpty() ? selector.select(keys(ASK_AGAIN)) : found;
    }

    private JWKSet keys(Duration age) throws ProviderUnavailable {
        Known<JWKSet> known = keys;
        return known != null && known.isYoungerThan(age, clock.instant())
                ? known.value()
                : alone(() -> {
                    Known<JWKSet> current = keys;
                    if (current == null || !current.isYoungerThan(age, clock.instant())) {
                        current = renew(current, this::readKeys);
                        keys = current;
                    }
                    return current.value();
                });
    }

    /** Of those who need the same, one asks; few wait for the answer, and not for long. */
    private <T> T alone(Read<T> read) throws ProviderUnavailable {
        if (!waiting.tryAcquire()) {
            throw new ProviderUnavailable("too many wait for its answer");
        }
        try {
            if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ProviderUnavailable("it takes too long to answer");
            }
            try {
                return read.now();
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderUnavailable("the server is stopping");
        } finally {
            waiting.release();
        }
    }

    private <T> Known<T> renew(@Nullable Known<T> known, Read<T> read) throws ProviderUnavailable {
        Instant now = clock.instant();
        boolean usable = known != null && known.isYoungerThan(USABLE, now);
        try {
            if (now.isBefore(failedAt.plus(REST))) {
                throw new ProviderUnavailable("it could not be asked a moment ago");
            }
            return new Known<>(read.now(), now);
        } catch (ProviderUnavailable e) {
            if (!now.isBefore(failedAt.plus(REST))) {
                failedAt = now;
            }
            if (known != null && usable) {
                return known;
            }
            throw e;
        }
    }

    private ProviderMetadata readMetadata() throws ProviderUnavailable {
        String base = settings.issuer().endsWith("/")
                ? settings.issuer().substring(0, settings.issuer().length() - 1)
                : settings.issuer();
        return ProviderMetadata.parse(http.get(base + DISCOVERY), settings.issuer());
    }

    private JWKSet readKeys() throws ProviderUnavailable {
        return parseKeys(http.get(metadata().keys()));
    }

    /** Only public keys: a secret one in that document would be everybody's. */
    static JWKSet parseKeys(String json) throws ProviderUnavailable {
        try {
            JWKSet set = JWKSet.parse(json);
            if (set.size() > MAX_KEYS) {
                throw new ProviderUnavailable("it has too many keys");
            }
            return new JWKSet(
                    set.getKeys().stream().filter(key -> !key.isPrivate()).toList());
        } catch (ParseException | RuntimeException e) {
            throw new ProviderUnavailable("its keys can't be read");
        }
    }
}
