package io.saltgate.cli.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.cli.output.CommandFailed;
import io.saltgate.cli.output.ExitCodes;
import io.saltgate.cli.output.Json;
import io.saltgate.cli.output.SafeText;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Sends calls to one server. Redirects aren't followed: the key would go with them. A call that is safe to repeat is
 * sent up to three times when the connection is lost or the server is busy (503, or 409 while the first is still being
 * done).
 */
public final class ApiClient {

    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** For the whole answer, a large list's included. */
    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    private static final int MAX_ANSWER = 32 * 1024 * 1024;
    private static final int MAX_ATTEMPTS = 3;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Whoever asks for a longer pause is waited for by people, not by a command. */
    private static final Duration MAX_PAUSE = Duration.ofSeconds(10);

    private final ServerUrl url;
    private final @Nullable Credential credential;
    private final @Nullable Trace trace;
    private final HttpClient http;

    /**
     * @param credential null for calls that need none
     * @param tls null for the JDK's own trust
     * @param trace null for none
     */
    public ApiClient(ServerUrl url, @Nullable Credential credential, @Nullable SSLContext tls, @Nullable Trace trace) {
        this.url = url;
        this.credential = credential;
        this.trace = trace;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT);
        this.http = (tls == null ? builder : builder.sslContext(tls)).build();
    }

    /** Sends a call and gives the envelope's data. */
    public JsonNode data(Call call) {
        return answer(call).data();
    }

    /** Sends a call; throws what the API refuses. */
    public Answer answer(Call call) {
        HttpResponse<byte[]> response = send(call);
        JsonNode envelope = parse(response);
        boolean isEnvelope = envelope.isObject() && envelope.path("status").isInt();
        if (response.statusCode() >= 400
                && isEnvelope
                && envelope.path("messages").size() > 0) {
            throw ApiRefused.of(response.statusCode(), envelope, header(response, "X-Request-Id"));
        }
        if (response.statusCode() / 100 != 2 || !isEnvelope) {
            throw NotReachable.notSaltgate(url, "its answer has the status " + response.statusCode());
        }
        return new Answer(envelope.path("data"), response.headers());
    }

    /** Gets a JSON document that has no envelope, as it is. */
    public String document(Call call) {
        HttpResponse<byte[]> response = send(call);
        JsonNode document = parse(response);
        if (response.statusCode() != 200 || !document.isObject()) {
            throw NotReachable.notSaltgate(url, "its answer has the status " + response.statusCode());
        }
        return new String(response.body(), UTF_8);
    }

    private HttpResponse<byte[]> send(Call call) {
        HttpRequest request = request(call);
        for (int attempt = 1; ; attempt++) {
            boolean isLast = attempt == MAX_ATTEMPTS || !call.isRepeatable();
            try {
                HttpResponse<byte[]> response = exchange(request);
                Optional<Duration> pause = isLast ? Optional.empty() : pause(response);
                if (pause.isEmpty()) {
                    return response;
                }
                TimeUnit.MILLISECONDS.sleep(pause.get().toMillis());
            } catch (IOException e) {
                if (trace != null) {
                    trace.failed(e);
                }
                boolean isLost = !NotReachable.isWithoutConnection(e) && !(e instanceof HttpTimeoutException);
                if (isLast || !isLost) {
                    throw NotReachable.because(e, url, call);
                }
                sleep();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailed(ExitCodes.STOPPED, "Interrupted.");
            }
        }
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(Call call) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(url.of(call))
                .timeout(ANSWER_TIMEOUT)
                .header("Accept", "application/json")
                .header("User-Agent", "saltgate-cli");
        if (credential != null) {
            builder.header(credential.header(), credential.value());
        }
        if (call.idempotencyKey() != null) {
            builder.header("Idempotency-Key", call.idempotencyKey());
        }
        String body = call.body();
        if (body == null) {
            return builder.method(call.method(), HttpRequest.BodyPublishers.noBody())
                    .build();
        }
        return builder.header("Content-Type", "application/json")
                .method(call.method(), HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    /** The request's own time-out ends with the answer's head; this one is for its body too. */
    private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException, InterruptedException {
        if (trace != null) {
            trace.sent(request);
        }
        long began = System.nanoTime();
        CompletableFuture<HttpResponse<byte[]>> future = http.sendAsync(request, head -> new BoundedBody(MAX_ANSWER));
        try {
            HttpResponse<byte[]> response = future.get(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (trace != null) {
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                trace.received(response.statusCode(), response.headers(), response.body().length, millis);
            }
            return response;
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new HttpTimeoutException("no complete answer");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }

    /** How long to wait before a busy server is asked again; empty if it isn't, or asks for too long a pause. */
    private static Optional<Duration> pause(HttpResponse<byte[]> response) {
        boolean isInProgress = response.statusCode() == 409
                && new String(response.body(), UTF_8).contains("\"idempotency.in.progress\"");
        String after = header(response, "Retry-After");
        if (isInProgress) {
            return Optional.of(PAUSE);
        }
        if (response.statusCode() != 503 || !after.matches("[0-9]{1,4}")) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds(Math.max(1, Long.parseLong(after))))
                .filter(pause -> pause.compareTo(MAX_PAUSE) <= 0);
    }

    private JsonNode parse(HttpResponse<byte[]> response) {
        String type = header(response, "Content-Type");
        if (response.statusCode() / 100 == 3) {
            throw NotReachable.notSaltgate(
                    url,
                    "it redirects to " + SafeText.of(header(response, "Location"))
                            + ", which isn't followed, since the key would go with it");
        }
        if (!type.startsWith("application/json")) {
            throw NotReachable.notSaltgate(
                    url,
                    "its answer is " + (type.isEmpty() ? "of no type" : SafeText.of(type)) + ", with the status "
                            + response.statusCode());
        }
        try {
            return Json.mapper().readTree(response.body());
        } catch (JacksonException e) {
            throw NotReachable.notSaltgate(url, "its answer isn't JSON");
        }
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
