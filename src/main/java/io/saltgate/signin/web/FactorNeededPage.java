package io.saltgate.signin.web;

import io.saltgate.accounts.Viewer;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Says to a member that the account asks for a second factor. It is reached by a forward and by nothing else. */
@WebServlet("/factor-needed")
public class FactorNeededPage extends Page {

    @Override
    protected void handle(Exchange exchange) throws IOException {
        Viewer viewer = (Viewer) exchange.request().getAttribute(Viewer.ATTRIBUTE);
        if (exchange.request().getDispatcherType() != DispatcherType.FORWARD
                || viewer == null
                || viewer.closed() == null) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        exchange.render(HttpServletResponse.SC_FORBIDDEN, "signin/factor-needed", Map.of("account", viewer.closed()));
    }
}
