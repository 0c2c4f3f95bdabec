package io.saltgate.platform.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A request and its answer, as pages use them. */
public final class Exchange {

    /** 422 (RFC 9110, section 15.5.21): the form as typed, with what is wrong; Servlet 6.0 has no constant for it. */
    public static final int UNPROCESSABLE = 422;

    /** 429 (RFC 6585, section 4). */
    public static final int TOO_MANY_REQUESTS = 429;

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final Templates templates;
    private final PublicUrl publicUrl;
    private boolean flashTaken;
    private Optional<Flash> flash = Optional.empty();

    Exchange(HttpServletRequest request, HttpServletResponse response, Templates templates, PublicUrl publicUrl) {
        this.request = request;
        this.response = response;
        this.templates = templates;
        this.publicUrl = publicUrl;
    }

    public HttpServletRequest request() {
        return request;
    }

    public HttpServletResponse response() {
        return response;
    }

    /** The rest of the path after the page's own, such as {@code /token/rotation}; empty if nothing does. */
    public String subPath() {
        return request.getPathInfo() == null ? "" : request.getPathInfo();
    }

    /** A form field or query parameter as typed; empty text if it was not sent. */
    public String field(String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value;
    }

    /** All values of a form field or query parameter, such as ticked boxes. */
    public List<String> fields(String name) {
        String[] values = request.getParameterValues(name);
        return values == null ? List.of() : List.of(values);
    }

    /** A file that the form brings; empty if it was not sent. Only on pages that take files. */
    public Optional<byte[]> file(String name) {
        return request instanceof UploadedForm form ? form.file(name) : Optional.empty();
    }

    /** The name of a file that the form brings, as its sender's machine has it; empty text if it has none. */
    public String fileName(String name) {
        return field(name + ".name");
    }

    /** An id from a hidden field; empty if it is none, which no page of ours sends. */
    public Optional<UUID> id(String name) {
        return parseId(field(name));
    }

    public static Optional<UUID> parseId(String text) {
        try {
            // The JDK's parser also takes short groups: only the canonical form is one of our ids.
            return Optional.of(UUID.fromString(text)).filter(id -> id.toString().equals(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether a script asks, which wants JSON. */
    public boolean wantsJson() {
        String accept = request.getHeader("Accept");
        return accept != null && accept.startsWith("application/json");
    }

    public void render(String template, Map<String, ?> model) throws IOException {
        render(HttpServletResponse.SC_OK, template, model);
    }

    public void render(int status, String template, Map<String, ?> model) throws IOException {
        response.setStatus(status);
        Map<String, Object> all = new HashMap<>(model);
        if (status == HttpServletResponse.SC_OK) {
            flash().ifPresent(done -> all.put("done", done));
            ReceiptCookie.take(request, response, publicUrl).ifPresent(receipt -> all.put("receipt", receipt));
        } else {
            all.put("failed", true);
        }
        templates.render(request, response, template, all);
    }

    /** A page as text; nothing is written to the answer. */
    public String text(String template, Map<String, ?> model) throws IOException {
        return templates.text(request, response, template, model);
    }

    /** Renders a page that changes nothing at all: not even the message for the next page is taken from its cookie. */
    public void renderUntouched(int status, String template, Map<String, ?> model) throws IOException {
        response.setStatus(status);
        templates.render(request, response, template, model);
    }

    /** The message of the action just done; pages have it as {@code done}. */
    public Optional<Flash> flash() {
        if (!flashTaken) {
            flashTaken = true;
            flash = Flash.take(request, response, publicUrl);
        }
        return flash;
    }

    /**
     * Says when to try again (RFC 9110, section 10.2.3), never too early.
     *
     * @return in seconds, for the page's own words
     */
    public long retryAfter(Duration wait) {
        long seconds = wait.plusSeconds(1).minusNanos(1).toSeconds();
        response.setHeader("Retry-After", Long.toString(seconds));
        return seconds;
    }

    /** 303 (RFC 9110, section 15.4.4): whatever was sent, what follows is a GET. */
    public void redirect(String path) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", publicUrl.of(path));
    }

    /** As {@link #redirect(String)}; the page then says what was done. */
    public void redirect(String path, Flash done) {
        done.write(response, publicUrl);
        redirect(path);
    }

    public void redirect(String path, String done) {
        redirect(path, new Flash(done, Map.of()));
    }

    /** As {@link #redirect(String, String)}, for a message that names what was acted on. */
    public void redirect(String path, String done, String subject) {
        redirect(path, Flash.about(done, subject));
    }

    /** Keeps the receipt of what was done for the page that follows, which has it as {@code receipt}. */
    public void keepReceipt(String receipt) {
        if (!response.isCommitted()) {
            ReceiptCookie.write(receipt, response, publicUrl);
        }
    }

    /** Answers with an error page, or with the JSON envelope for a script. */
    public void fail(int status) throws IOException {
        response.sendError(status);
    }

    public void json(int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
