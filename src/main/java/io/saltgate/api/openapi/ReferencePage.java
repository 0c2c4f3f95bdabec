package io.saltgate.api.openapi;

import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;
import java.util.Map;

/** Serves {@code /help/api/reference}: the OpenAPI document to read. Who calls may have no account to sign in with. */
@WebServlet("/help/api/reference")
public class ReferencePage extends Page {

    private static final Reference REFERENCE = new Reference(OpenApi.document());

    @Override
    protected void get(Exchange exchange) throws IOException {
        exchange.render(
                "help/reference",
                Map.of(
                        "about", REFERENCE.about(),
                        "subjects", REFERENCE.subjects(),
                        "codes", Reference.codes()));
    }
}
