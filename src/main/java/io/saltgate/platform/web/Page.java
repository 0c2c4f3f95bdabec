package io.saltgate.platform.web;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** A page as a plain servlet: GET shows it, POST changes something and is checked for request forgery. */
public abstract class Page extends HttpServlet {

    /** Longest body of a form, in bytes. */
    private static final int MAX_FORM = 256 * 1024;

    @Inject
    private transient Templates templates;

    @Inject
    private transient PublicUrl publicUrl;

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
        if (verdict == RequestForgery.Verdict.MEANT) {
            handle(exchange);
        } else if (exchange.wantsJson()) {
            exchange.json(HttpServletResponse.SC_FORBIDDEN, JsonEnvelope.failure("form.refused", "Reload the page."));
        } else {
            exchange.render(
                    HttpServletResponse.SC_FORBIDDEN,
                    "platform/refused",
                    Map.of("reason", verdict.name(), "origin", publicUrl.of("/")));
        }
    }
}
