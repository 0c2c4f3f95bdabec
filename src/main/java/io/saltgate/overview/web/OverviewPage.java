package io.saltgate.overview.web;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.apiaccess.ApiStatus;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Routes;
import io.saltgate.overview.AccountOverview;
import io.saltgate.overview.AccountOverviews;
import io.saltgate.platform.web.Exchange;
import io.saltgate.team.People;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Serves {@code /accounts/{slug}}: the overview, where the logo leads. */
@WebServlet("/overview")
public class OverviewPage extends AccountPage {

    static final Routes ROUTES = Routes.of("", Permission.SEE_API);

    private final transient AccountOverviews overviews;
    private final transient People people;

    @Inject
    public OverviewPage(AccountOverviews overviews, People people) {
        super(ROUTES);
        this.overviews = overviews;
        this.people = people;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        Caller caller = caller(exchange);
        AccountOverview overview = overviews.get(caller);
        Map<String, Object> model = new HashMap<>();
        model.put("overview", overview);
        model.put("chart", CallChart.of(overview.calls()));
        overview.findEnabled().ifPresent(status -> model.put("status", status));
        if (overview.api() instanceof ApiStatus.Off off) {
            model.put("change", off.changeId());
        }
        model.put("names", people.names(caller, people(overview)));
        exchange.render("overview/overview", model);
    }

    private static Set<UUID> people(AccountOverview overview) {
        return overview.findEnabled().stream()
                .flatMap(status -> Stream.of(status.enabled(), status.pausedBy()))
                .filter(Objects::nonNull)
                .map(ApiStatus.Attribution::by)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }
}
