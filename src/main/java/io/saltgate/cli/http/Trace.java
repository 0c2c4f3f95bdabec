package io.saltgate.cli.http;

import io.saltgate.cli.output.SafeText;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Shows exchanges for {@code --debug}: without bodies, and with the values of harmless headers alone. */
public final class Trace {

    private static final Set<String> SHOWN = Set.of(
            "accept",
            "content-type",
            "content-length",
            "date",
            "idempotency-key",
            "retry-after",
            "user-agent",
            "x-refusal",
            "x-request-id",
            "x-token-id");

    private final Consumer<String> to;

    public Trace(Consumer<String> to) {
        this.to = to;
    }

    void sent(HttpRequest request) {
        to.accept("> " + request.method() + " " + request.uri());
        headers(">", request.headers());
        long bytes = request.bodyPublisher()
                .map(HttpRequest.BodyPublisher::contentLength)
                .orElse(0L);
        to.accept("> " + bytes + " bytes");
    }

    void received(int status, HttpHeaders headers, int bytes, long millis) {
        to.accept("< " + status + ", after " + millis + " ms");
        headers("<", headers);
        to.accept("< " + bytes + " bytes");
    }

    void failed(Exception failure) {
        to.accept("! " + SafeText.of(failure.toString()));
    }

    private void headers(String mark, HttpHeaders headers) {
        for (Map.Entry<String, List<String>> header : headers.map().entrySet()) {
            boolean isShown = SHOWN.contains(header.getKey().toLowerCase(Locale.ROOT));
            String value = isShown ? String.join(", ", header.getValue()) : "***";
            to.accept(mark + " " + SafeText.of(header.getKey() + ": " + value));
        }
    }
}
