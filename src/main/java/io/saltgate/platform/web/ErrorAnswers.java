package io.saltgate.platform.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes the answer to a request that failed: JSON to the API and to who asks for it, else a page that says what
 * happened in plain words and what to do next, never how it happened inside.
 */
@ApplicationScoped
public class ErrorAnswers {

    static final int TOO_MANY_REQUESTS = 429;

    private final Templates templates;
    private final PublicUrl publicUrl;

    /** Pages for unauthenticated clients, by status. */
    private final Map<Integer, byte[]> toStrangers = new ConcurrentHashMap<>();

    @Inject
    public ErrorAnswers(Templates templates, PublicUrl publicUrl) {
        this.templates = templates;
        this.publicUrl = publicUrl;
    }

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected ErrorAnswers() {
        this.templates = null;
        this.publicUrl = null;
    }

    /** Turns a request away before it reaches its page. */
    void refuse(HttpServletRequest request, HttpServletResponse response, int status) {
        try {
            write(request, response, request.getRequestURI(), status);
        } catch (IOException e) {
            // The client is gone: nobody to tell.
        }
    }

    /** @param path that was asked for */
    void write(HttpServletRequest request, HttpServletResponse response, String path, int status) throws IOException {
        response.setStatus(status);
        SecurityHeaders.set(request, response, publicUrl.isHttps());
        response.setHeader("Cache-Control", "no-store");
        if (status == HttpServletResponse.SC_SERVICE_UNAVAILABLE || status == TOO_MANY_REQUESTS) {
            response.setHeader("Retry-After", "1");
        }
        Exchange exchange = new Exchange(request, response, templates, publicUrl);
        if (isCall(path)) {
            response.setHeader(RequestId.HEADER, RequestId.of(request));
            exchange.json(status, JsonEnvelope.problem(List.of(ApiFailures.of(status))));
        } else if (exchange.wantsJson()) {
            String message = Messages.get(Locale.ENGLISH, "error." + kind(status) + ".title");
            exchange.json(status, JsonEnvelope.failure("error." + status, message));
        } else if (Templates.hasViewer(request)) {
            exchange.render(status, "platform/error", model(status));
        } else {
            writeToStranger(request, response, status);
        }
    }

    /** Whether a path is the JSON API's. */
    static boolean isCall(String path) {
        return path.contains("/api/v1");
    }

    /**
     * Writes a page that is rendered once for all: a flood that is turned away must cost less than it would to let it
     * in.
     */
    private void writeToStranger(HttpServletRequest request, HttpServletResponse response, int status)
            throws IOException {
        byte[] page = toStrangers(request, response, status);
        response.setContentType(Templates.HTML);
        response.setContentLength(page.length);
        response.getOutputStream().write(page);
    }

    private byte[] toStrangers(HttpServletRequest request, HttpServletResponse response, int status)
            throws IOException {
        byte[] page = toStrangers.get(status);
        if (page == null) {
            page = templates
                    .text(request, response, "platform/error", model(status))
                    .getBytes(UTF_8);
            toStrangers.put(status, page);
        }
        return page;
    }

    /** Returns a 503 page as a whole HTTP message that closes the connection, for answers without the container. */
    byte[] overloaded(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] page = toStrangers(request, response, HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        StringBuilder head =
                new StringBuilder("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\n");
        head.append("Cache-Control: no-store\r\nContent-Type: ").append(Templates.HTML);
        SecurityHeaders.of(request, publicUrl.isHttps())
                .forEach((name, value) ->
                        head.append("\r\n").append(name).append(": ").append(value));
        head.append("\r\nContent-Length: ").append(page.length).append("\r\n\r\n");
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(head.toString().getBytes(US_ASCII));
        message.writeBytes(page);
        return message.toByteArray();
    }

    private static Map<String, Object> model(int status) {
        return Map.of("kind", kind(status), "status", status);
    }

    /** The part of the message keys: those who have something of their own to say, else the hundred. */
    private static String kind(int status) {
        return switch (status) {
            case 403, 404, 405, 413, 429, 503 -> Integer.toString(status);
            default -> status < 500 ? "4xx" : "5xx";
        };
    }
}
