package io.saltgate.platform.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every error's page: what happened in plain words and what to do next, never how it happened inside. The server's own
 * folders are none of our pages: left to it, they would be redirected to the Host that the client named.
 */
@WebServlet({"/error", "/WEB-INF/*", "/META-INF/*"})
public class ErrorPage extends HttpServlet {

    private static final System.Logger LOG = System.getLogger(ErrorPage.class.getName());

    private final transient Templates templates;
    private final transient PublicUrl publicUrl;

    /** By status. */
    private final transient Map<Integer, byte[]> toStrangers = new ConcurrentHashMap<>();

    @Inject
    public ErrorPage(Templates templates, PublicUrl publicUrl) {
        this.templates = templates;
        this.publicUrl = publicUrl;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getDispatcherType() != DispatcherType.ERROR) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        boolean api = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI))
                .contains("/api/v1");
        int status = status(request, api);
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        if (status == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
            response.setHeader("Retry-After", "1");
        }
        Exchange exchange = new Exchange(request, response, templates, publicUrl);
        if (api) {
            response.setHeader(RequestId.HEADER, RequestId.of(request));
            exchange.json(status, JsonEnvelope.failure(List.of(ApiFailures.of(status))));
        } else if (exchange.wantsJson()) {
            String message = Messages.get(Locale.ENGLISH, "error." + kind(status) + ".title");
            exchange.json(status, JsonEnvelope.failure("error." + status, message));
        } else if (Templates.hasViewer(request)) {
            exchange.render(status, "platform/error", model(status));
        } else {
            writeToStranger(request, response, status);
        }
    }

    /** One page for all of them, made once: a flood that is turned away must cost less than it would to let it in. */
    private void writeToStranger(HttpServletRequest request, HttpServletResponse response, int status)
            throws IOException {
        byte[] page = toStrangers.get(status);
        if (page == null) {
            page = templates
                    .text(request, response, "platform/error", model(status))
                    .getBytes(UTF_8);
            toStrangers.put(status, page);
        }
        response.setContentType(Templates.HTML);
        response.setContentLength(page.length);
        response.getOutputStream().write(page);
    }

    private static Map<String, Object> model(int status) {
        return Map.of("kind", kind(status), "status", status);
    }

    private static int status(HttpServletRequest request, boolean api) {
        if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable fault) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    api ? "API call " + RequestId.of(request) + " failed and is answered with 500" : "a request failed",
                    fault);
            return HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        }
        return request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                ? code
                : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }

    /** The part of the message keys: those who have something of their own to say, else the hundred. */
    private static String kind(int status) {
        return switch (status) {
            case 403, 404, 405, 413, 429, 503 -> Integer.toString(status);
            default -> status < 500 ? "4xx" : "5xx";
        };
    }
}
