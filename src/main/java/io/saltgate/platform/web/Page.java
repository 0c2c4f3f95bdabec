package io.saltgate.platform.web;

import jakarta.inject.Inject;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A page as a plain servlet: GET shows it, POST changes something and is checked for request forgery. */
public abstract class Page extends HttpServlet {

    /** The form field with the password by which a person confirms an action. */
    public static final String CONFIRMATION = "_password";

    /** The form field with the code, of a person who has a second factor. */
    public static final String CONFIRMATION_CODE = "_code";

    /** The form field with what a passkey answers, in place of both. */
    public static final String CONFIRMATION_PASSKEY = "_passkey";

    /** Longest body of a form, in bytes. */
    private static final int MAX_FORM = 256 * 1024;

    @Inject
    private transient Templates templates;

    @Inject
    private transient PublicUrl publicUrl;

    @Inject
    private transient KeptForms keptForms;

    @SuppressWarnings("NullAway.Init") // the container injects
    protected Page() {}

    protected void get(Exchange exchange) throws IOException {
        exchange.fail(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    }

    protected void post(Exchange exchange) throws IOException {
        exchange.fail(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    }

    /** Handles the request; subclasses add what their kind of pages has in common. */
    protected void handle(Exchange exchange) throws IOException {
        if (exchange.request().getMethod().equals("POST")) {
            post(exchange);
        } else {
            get(exchange);
        }
    }

    /** Bytes that a form with files may have; 0 for a page that takes none. */
    protected long maxUpload() {
        return 0;
    }

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Exchange exchange = new Exchange(request, response, templates, publicUrl);
        switch (request.getMethod()) {
            case "GET", "HEAD" -> handle(exchange);
            case "POST" -> guardedPost(exchange);
            default -> {
                response.setHeader("Allow", "GET, HEAD, POST");
                exchange.fail(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            }
        }
    }

    private void guardedPost(Exchange exchange) throws IOException {
        HttpServletRequest request = exchange.request();
        boolean upload = maxUpload() > 0 && UploadedForm.isOne(request);
        if (request.getContentLengthLong() > (upload ? maxUpload() : MAX_FORM)) {
            exchange.fail(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
            return;
        }
        try {
            FormBody form =
                    upload ? UploadedForm.read(request, maxUpload()) : FormBody.readUrlEncoded(request, MAX_FORM);
            guarded(new Exchange(form, exchange.response(), templates, publicUrl));
        } catch (FormBody.TooLarge e) {
            exchange.fail(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        } catch (FormBody.Malformed e) {
            exchange.fail(HttpServletResponse.SC_BAD_REQUEST);
        }
    }

    private void guarded(Exchange exchange) throws IOException {
        RequestForgery.Verdict verdict = RequestForgery.judge(exchange.request(), publicUrl);
        if (verdict == RequestForgery.Verdict.MEANT
                && exchange.field(KeptForms.FIELD).isEmpty()) {
            handle(exchange);
        } else if (verdict == RequestForgery.Verdict.MEANT) {
            handleKept(exchange);
        } else if (exchange.wantsJson()) {
            exchange.json(HttpServletResponse.SC_FORBIDDEN, JsonEnvelope.failure("form.refused", "Reload the page."));
        } else {
            refuse(exchange, verdict);
        }
    }

    /** A form of ours from before a sign-in in another tab is shown again with what was typed, to be sent once more. */
    private void refuse(Exchange exchange, RequestForgery.Verdict verdict) throws IOException {
        Map<String, Object> model = new HashMap<>();
        model.put("reason", verdict.name());
        model.put("origin", publicUrl.of("/"));
        if (verdict == RequestForgery.Verdict.STALE) {
            String path = path(exchange.request());
            model.put("path", path);
            model.put("upload", exchange.request() instanceof UploadedForm);
            model.put("kept", keptForms.keep(exchange.request(), path));
            model.put("typed", KeptForms.typed(exchange.request()));
        }
        exchange.render(HttpServletResponse.SC_FORBIDDEN, "platform/refused", model);
    }

    private void handleKept(Exchange exchange) throws IOException {
        Optional<FormBody> form = keptForms.open(exchange.request(), path(exchange.request()));
        if (form.isPresent()) {
            handle(new Exchange(form.get(), exchange.response(), templates, publicUrl));
        } else {
            exchange.render(
                    HttpServletResponse.SC_FORBIDDEN,
                    "platform/refused",
                    Map.of("reason", "OVER", "origin", publicUrl.of("/")));
        }
    }

    /**
     * Asks the person to confirm with the password who they are. What was sent is kept, and sent again with the
     * password in a field of the name {@link #CONFIRMATION}.
     *
     * @param complaint key of what is wrong with the password; empty at first
     * @param wait its parameter
     */
    protected final void askToConfirm(Exchange exchange, int status, String complaint, long wait) throws IOException {
        String path = path(exchange.request());
        exchange.render(
                status,
                "platform/confirmation",
                Map.of(
                        "complaint",
                        complaint,
                        "wait",
                        wait,
                        "path",
                        path,
                        "upload",
                        exchange.request() instanceof UploadedForm,
                        "kept",
                        keptForms.keep(exchange.request(), path)));
    }

    /** The path that was asked for, also where another page forwarded it here. */
    private static String path(HttpServletRequest request) {
        Object forwarded = request.getAttribute(RequestDispatcher.FORWARD_REQUEST_URI);
        String uri = forwarded == null ? request.getRequestURI() : forwarded.toString();
        return uri.substring(request.getContextPath().length());
    }
}
