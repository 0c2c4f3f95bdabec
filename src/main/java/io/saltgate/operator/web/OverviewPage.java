package io.saltgate.operator.web;

import io.saltgate.console.OperatorPage;
import io.saltgate.operator.Operators;
import io.saltgate.platform.web.Exchange;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;
import java.util.Map;

/** Operator > Overview: what the operator's part has. */
@WebServlet("/operator")
public class OverviewPage extends OperatorPage {

    private final transient Operators operators;

    @Inject
    public OverviewPage(Operators operators) {
        this.operators = operators;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        exchange.render(
                "operator/overview",
                Map.of("alone", operators.list(caller(exchange)).size() == 1));
    }
}
