package io.saltgate.api.help;

import io.saltgate.api.openapi.OpenApi;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Serves {@code /help/api/reference}: the OpenAPI document to read, with {@code ?call=id} one call of it. Who calls may
 * have no account to sign in with.
 */
@WebServlet("/help/api/reference")
public class ReferencePage extends Page {

    private static final Reference REFERENCE = new Reference(OpenApi.document());

    @Override
    protected void get(Exchange exchange) throws IOException {
        String wanted = exchange.field("call");
        if (!wanted.isEmpty()) {
            show(exchange, wanted);
            return;
        }
        exchange.render("help/reference", model());
    }

    /** What the template of all calls shows. */
    static Map<String, ?> model() {
        return Map.of("about", REFERENCE.about(), "subjects", REFERENCE.subjects(), "codes", Reference.codes());
    }

    private static void show(Exchange exchange, String id) throws IOException {
        Optional<Reference.Operation> call = REFERENCE.subjects().stream()
                .flatMap(subject -> subject.operations().stream())
                .filter(operation -> operation.id().equals(id))
                .findFirst();
        if (call.isEmpty()) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        exchange.render("help/reference-call", Map.of("call", call.get()));
    }
}
