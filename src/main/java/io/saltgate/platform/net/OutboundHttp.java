package io.saltgate.platform.net;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to where {@link OutboundGuard} has allowed it, and reads a little of the answer.
 *
 * <p>What is asked for is done and nothing on top: no redirect is followed, no name resolved, no proxy used, no cookie
 * kept, no password sent, nothing unpacked, nothing repeated. Receivers are not trusted: whatever they answer, or
 * don't, ends in an {@link Answer} within the given time and a bounded size.
 */
public class OutboundHttp implements AutoCloseable {

    /** The result of a request. */
    public sealed interface Answer {
        /**
         * There was an answer, whatever its status.
         *
         * @param bodyStart as sent, 16 KiB at most where the caller asked for no more
         * @param cut whether there was more of the body, which was not read
         * @param retryAfter the header of that name, as sent
         */
        @SuppressWarnings("ArrayRecordComponent") // nobody compares answers
        record Received(
                int status, List<HeaderLine> headers, byte[] bodyStart, boolean cut, Optional<String> retryAfter)
                implements Answer {

            public Received {
                headers = List.copyOf(headers);
            }
        }

        /**
         * There was none.
         *
         * @param detail a few English words for a log of attempts; nothing of the request is in them
         */
        record Failed(Failure failure, String detail) implements Answer {}
    }

    /** A header line as it was sent. */
    public record HeaderLine(String name, String value) {}

    /** Why there was no answer. */
    public enum Failure {
        CONNECT_REFUSED,
        CONNECT_TIMEOUT,
        /** The address can't be reached. */
        UNREACHABLE,
        /** The handshake failed, or the certificate is not good for this name. */
        TLS,
        /** The time was over before the answer was complete. */
        TIMEOUT,
        /** The connection was closed or reset before the answer was complete. */
        CLOSED,
        /** The answer is not HTTP, or its head is too large. */
        MALFORMED;

        /** Whether nothing was sent, so that another address of the same target may be tried. */
        boolean isBeforeSending() {
            return this == CONNECT_REFUSED || this == CONNECT_TIMEOUT || this == UNREACHABLE;
        }
    }

    /** The number of bytes that are read of an answer's body, unless the caller says otherwise. */
    public static final int MAX_BODY = 16 * 1024;

    private static final System.Logger LOG = System.getLogger(OutboundHttp.class.getName());

    private static final int MAX_HEADER_LINES = 100;
    private static final int MAX_HEADER_LINE = 8 * 1024;
    private static final int MAX_CONNECTIONS = 1024;
    private static final int MAX_CONNECTIONS_PER_TARGET = 128;
    private static final int MAX_ADDRESSES = 4;

    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Shorter than what servers keep an unused connection for (5 s is common), so that they rarely close it first. */
    private static final TimeValue KEEP = TimeValue.ofSeconds(4);
    /** An unused connection is looked at before it is used again: the other side may have closed it. */
    private static final TimeValue LOOK_AFTER = TimeValue.ofMilliseconds(100);

    private static final long TIDY_SECONDS = 2;

    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("(?:[!-~](?:[ -~]*[!-~])?)?");
    /** Headers that frame or route a message, which only this class sets. */
    private static final Set<String> OUR_HEADERS = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "upgrade",
            "te",
            "trailer",
            "expect",
            "proxy-connection",
            "proxy-authorization");

    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor clock;
    private final Future<?> tidying;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected OutboundHttp() {
        this.connections = null;
        this.client = null;
        this.clock = null;
        this.tidying = null;
    }

    /** Trusts whom the Java runtime trusts, and shows nobody a certificate. */
    public static OutboundHttp open() {
        return new OutboundHttp(RuntimeTrust.tls(), CONNECT);
    }

    OutboundHttp(SSLContext tls, Duration connectTimeout) {
        this.connections = connections(tls, connectTimeout);
        this.client = client(connections);
        this.clock = new ScheduledThreadPoolExecutor(1, OutboundHttp::clockThread);
        clock.setRemoveOnCancelPolicy(true);
        this.tidying = clock.scheduleWithFixedDelay(this::tidy, TIDY_SECONDS, TIDY_SECONDS, TimeUnit.SECONDS);
    }

    private static PoolingHttpClientConnectionManager connections(SSLContext tls, Duration connectTimeout) {
        String[] versions =
                Stream.of(TLS.V_1_3, TLS.V_1_2).map(version -> version.id).toArray(String[]::new);
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new NoNames())
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(
                        tls,
                        versions,
                        null,
                        SSLBufferMode.STATIC,
                        // The platform checks the name (RFC 9525); once is enough.
                        HostnameVerificationPolicy.BUILTIN,
                        NoopHostnameVerifier.INSTANCE))
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        // The client's own skips whatever stands before an answer.
                        .responseParserFactory(DefaultHttpResponseParserFactory.INSTANCE)
                        .http1Config(Http1Config.custom()
                                .setMaxHeaderCount(MAX_HEADER_LINES)
                                .setMaxLineLength(MAX_HEADER_LINE)
                                .build())
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(connectTimeout))
                        .setValidateAfterInactivity(LOOK_AFTER)
                        .build())
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.STRICT)
                .setConnPoolPolicy(PoolReusePolicy.LIFO)
                .setMaxConnTotal(MAX_CONNECTIONS)
                .setMaxConnPerRoute(MAX_CONNECTIONS_PER_TARGET)
                .build();
    }

    private static CloseableHttpClient client(PoolingHttpClientConnectionManager connections) {
        return HttpClientBuilder.create()
                .setConnectionManager(connections)
                // Without a planner of its own the builder may take the system's proxies.
                .setRoutePlanner(new DefaultRoutePlanner(null))
                .setKeepAliveStrategy(OutboundHttp::keepFor)
                .disableAuthCaching()
                .disableAutomaticRetries()
                .disableConnectionState()
                .disableContentCompression()
                .disableCookieManagement()
                .disableDefaultUserAgent()
                .disableRedirectHandling()
                .build();
    }

    private static TimeValue keepFor(HttpResponse response, HttpContext context) {
        TimeValue offered = DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
        return offered == null || offered.getDuration() < 0 || offered.compareTo(KEEP) > 0 ? KEEP : offered;
    }

    private static Thread clockThread(Runnable work) {
        Thread thread = new Thread(work, "saltgate-outbound-clock");
        thread.setDaemon(true);
        return thread;
    }

    private void tidy() {
        try {
            connections.closeExpired();
            connections.closeIdle(KEEP);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "idle outbound connections could not be closed", e);
        }
    }

    /**
     * Posts a body. Blocks for {@code whole} at most, connecting and reading included: call it on a virtual thread.
     *
     * @param where what the guard has said of this very URL, a moment ago
     * @param headers sent as they are; the content type and user agent too, if there shall be any
     * @throws IllegalArgumentException if a header can't be sent as it is: a mistake of the caller's
     * @throws IllegalStateException after {@link #close()}, also if it came in between: then nobody knows how it ended
     */
    public Answer post(
            OutboundUrl url,
            OutboundGuard.Verdict.Allowed where,
            Map<String, String> headers,
            byte[] body,
            Duration whole) {
        return post(url, where, headers, body, MAX_BODY, whole);
    }

    /**
     * Posts as {@link #post(OutboundUrl, OutboundGuard.Verdict.Allowed, Map, byte[], Duration)} does.
     *
     * @param maxBody how many bytes of the answer's body are read
     */
    public Answer post(
            OutboundUrl url,
            OutboundGuard.Verdict.Allowed where,
            Map<String, String> headers,
            byte[] body,
            int maxBody,
            Duration whole) {
        return send(url, where, headers, new Message(body, maxBody), whole);
    }

    /**
     * Gets a document, as {@link #post(OutboundUrl, OutboundGuard.Verdict.Allowed, Map, byte[], Duration)} posts one.
     *
     * @param maxBody how many bytes of it are read
     */
    public Answer get(
            OutboundUrl url,
            OutboundGuard.Verdict.Allowed where,
            Map<String, String> headers,
            int maxBody,
            Duration whole) {
        return send(url, where, headers, new Message(null, maxBody), whole);
    }

    /**
     * What is sent, and how much is read.
     *
     * @param body null for a GET
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares messages
    private record Message(byte @Nullable [] body, int maxBody) {

        HttpUriRequestBase to(OutboundUrl url) {
            if (body == null) {
                return new HttpGet(url.origin());
            }
            HttpPost post = new HttpPost(url.origin());
            post.setEntity(new ByteArrayEntity(body, null));
            return post;
        }
    }

    private Answer send(
            OutboundUrl url,
            OutboundGuard.Verdict.Allowed where,
            Map<String, String> headers,
            Message message,
            Duration whole) {
        headers.forEach(OutboundHttp::requireSendable);
        if (clock.isShutdown()) {
            throw new IllegalStateException("closed");
        }
        long end = System.nanoTime() + whole.toNanos();
        Answer answer = null;
        for (InetAddress address :
                where.all().subList(0, Math.min(MAX_ADDRESSES, where.all().size()))) {
            answer = send(url, address, headers, message, end);
            if (!(answer instanceof Answer.Failed failed) || !failed.failure().isBeforeSending()) {
                return answer;
            }
        }
        return Objects.requireNonNull(answer);
    }

    private static void requireSendable(String name, String value) {
        if (!HEADER_NAME.matcher(name).matches() || OUR_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("a header that can't be set");
        }
        if (!HEADER_VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("the value of " + name + " can't be sent as it is");
        }
    }

    private Answer send(OutboundUrl url, InetAddress address, Map<String, String> headers, Message message, long end) {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        if (left.toMillis() <= 0) {
            return new Answer.Failed(Failure.TIMEOUT, "the time was up");
        }
        HttpUriRequestBase request = message.to(url);
        request.setAuthority(new URIAuthority(url.host(), url.port() == defaultPort(url) ? -1 : url.port()));
        request.setPath(url.pathAndQuery());
        headers.forEach(request::setHeader);
        request.setConfig(RequestConfig.custom()
                .setAuthenticationEnabled(false)
                .setConnectionRequestTimeout(Timeout.of(left))
                .setExpectContinueEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .setRedirectsEnabled(false)
                .setResponseTimeout(Timeout.of(left))
                .build());
        // The address is part of the target, and so of the pool's key: what the guard has judged is connected to, also
        // if there is a connection to another address of that name.
        HttpHost target = new HttpHost(url.scheme(), address, url.host(), url.port());
        return execute(target, request, message.maxBody(), left);
    }

    private static int defaultPort(OutboundUrl url) {
        return url.isPlain() ? 80 : 443;
    }

    private Answer execute(HttpHost target, HttpUriRequestBase request, int maxBody, Duration left) {
        Alarm alarm = new Alarm(request);
        Future<?> ringing = clock.schedule(alarm, left.toNanos(), TimeUnit.NANOSECONDS);
        try {
            return read(client.executeOpen(target, request, HttpClientContext.create()), request, maxBody);
        } catch (IOException | HttpException | RuntimeException e) {
            // Whatever holds on to the connection lets go of it.
            request.cancel();
            if (alarm.hasRung()) {
                return new Answer.Failed(Failure.TIMEOUT, "the answer was not complete when the time was up");
            }
            if (clock.isShutdown()) {
                throw new IllegalStateException("closed while a request was under way", e);
            }
            LOG.log(System.Logger.Level.DEBUG, "an outbound request failed", e);
            return OutboundFailures.of(e);
        } finally {
            ringing.cancel(false);
        }
    }

    private static Answer read(ClassicHttpResponse response, HttpUriRequestBase request, int maxBody)
            throws IOException, HttpException {
        byte[] start = new byte[0];
        boolean cut = false;
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            InputStream content = entity.getContent();
            start = content.readNBytes(maxBody);
            cut = start.length == maxBody && content.read() >= 0;
        }
        if (cut) {
            // To close the answer would be to read the rest of it, which may have no end.
            request.cancel();
        } else {
            response.close();
        }
        List<HeaderLine> headers = Arrays.stream(response.getHeaders())
                .map(header -> new HeaderLine(
                        header.getName(), Optional.ofNullable(header.getValue()).orElse("")))
                .toList();
        Optional<String> retryAfter = headers.stream()
                .filter(header -> header.name().equalsIgnoreCase("Retry-After"))
                .map(HeaderLine::value)
                .findFirst();
        return new Answer.Received(response.getCode(), headers, start, cut, retryAfter);
    }

    /** Ends whatever is being sent. */
    @Override
    public void close() {
        tidying.cancel(false);
        clock.shutdownNow();
        connections.close(CloseMode.IMMEDIATE);
        client.close(CloseMode.IMMEDIATE);
    }

    /** Ends a request when its time is up, wherever it is. */
    private static final class Alarm implements Runnable {

        private final HttpUriRequestBase request;
        private volatile boolean rung;

        Alarm(HttpUriRequestBase request) {
            this.request = request;
        }

        @Override
        public void run() {
            rung = true;
            request.cancel();
        }

        boolean hasRung() {
            return rung;
        }
    }

    /** Refuses all names: the client asks only if it is about to connect to an address that wasn't judged. */
    private static final class NoNames implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            throw new UnknownHostException("names are not resolved here");
        }

        @Override
        public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
            throw new UnknownHostException("names are not resolved here");
        }

        @Override
        public @Nullable String resolveCanonicalHostname(String host) throws UnknownHostException {
            throw new UnknownHostException("names are not resolved here");
        }
    }

    /** One for the application. */
    @ApplicationScoped
    static class Producer {
        @Produces
        @ApplicationScoped
        OutboundHttp http() {
            return open();
        }

        void close(@Disposes OutboundHttp http) {
            http.close();
        }
    }
}
