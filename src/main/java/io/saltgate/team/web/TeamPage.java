package io.saltgate.team.web;

import io.saltgate.accounts.Permission;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Routes;
import io.saltgate.platform.web.Exchange;
import io.saltgate.team.LastOwnerCannotLeave;
import io.saltgate.team.Members;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Settings > Team: who belongs to the account, and leaving it. */
@WebServlet("/settings/team/*")
public class TeamPage extends AccountPage {

    static final String PATH = "/settings/team";

    private static final String DEPARTURE = "/departure";

    static final Routes ROUTES = Routes.of(PATH, Permission.SEE_API)
            .get(DEPARTURE, Permission.SEE_API)
            .post(DEPARTURE, Permission.SEE_API);

    private final transient Members members;
    private final transient TeamView view;

    @Inject
    public TeamPage(Members members, TeamView view) {
        super(ROUTES);
        this.members = members;
        this.view = view;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        if (exchange.subPath().equals(DEPARTURE)) {
            boolean last = members.isLastOwner(caller(exchange));
            exchange.render("team/departure", Map.of("last", last));
        } else {
            view.show(exchange, HttpServletResponse.SC_OK, Map.of());
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        try {
            members.leave(caller(exchange));
            exchange.redirect("/accounts", "member.left", accountName(exchange));
        } catch (LastOwnerCannotLeave e) {
            exchange.render(HttpServletResponse.SC_CONFLICT, "team/departure", Map.of("last", true));
        }
    }
}
