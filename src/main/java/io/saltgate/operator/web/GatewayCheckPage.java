package io.saltgate.operator.web;

import io.saltgate.accounts.Caller;
import io.saltgate.console.OperatorPage;
import io.saltgate.platform.net.ClientAddress;
import io.saltgate.platform.net.GatewaySettings;
import io.saltgate.platform.web.Exchange;
import io.saltgate.usage.RefusalsPage;
import io.saltgate.usage.Span;
import io.saltgate.usage.UnattributedCalls;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Operator > Gateway check: whose word on addresses is believed, what looks wrong, and calls that are no account's. */
@WebServlet("/operator/gateway-check")
public class GatewayCheckPage extends OperatorPage {

    private final transient UnattributedCalls calls;
    private final transient GatewaySettings gateways;

    @Inject
    public GatewayCheckPage(UnattributedCalls calls, GatewaySettings gateways) {
        this.calls = calls;
        this.gateways = gateways;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        Caller caller = caller(exchange);
        Map<String, Object> model = new HashMap<>();
        model.put("gateways", gateways.gateways().stream().map(Object::toString).toList());
        model.put("header", gateways.addressHeader());
        model.put("trace", ClientAddress.trace(exchange.request(), gateways));
        model.put("warnings", GatewayWarnings.of(calls.getTroubles(caller), calls.getAddresses(caller), gateways));
        model.put("counts", calls.getCounts(caller, Span.DAY));
        model.put("refusals", RefusalsPage.of(calls.getRefusals(caller), exchange.field("page")));
        exchange.render("operator/gateway-check", model);
    }
}
