package io.saltgate.audit.web;

import io.saltgate.accounts.Caller;
import io.saltgate.audit.AuditEntries.Line;
import io.saltgate.audit.OwnActivity;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /profile/activity}: what happened to the person's own sign-in lately. */
@WebServlet("/profile/activity/*")
public class ActivityPage extends Page {

    private static final String PATH = "/profile/activity";

    /**
     * One line of the page.
     *
     * @param browser see {@link io.saltgate.audit.OwnActivity}; null if it is not known
     * @param operator whether an operator did it
     */
    public record Row(
            Instant at,
            AuditTableRow.Words what,
            @Nullable String browser,
            @Nullable String address,
            boolean operator) {

        static Row of(Line line, Caller caller) {
            boolean operator = line.actorKind().equals(Caller.Kind.OPERATOR.name())
                    || line.actor() != null && !line.actor().equals(caller.id());
            return new Row(
                    line.at(),
                    AuditTableRow.Words.of("audit.", line.code()),
                    line.parameters().get("browser"),
                    operator ? null : line.address(), // where an operator works from is no business of theirs
                    operator);
        }
    }

    private final transient OwnActivity activity;

    @Inject
    public ActivityPage(OwnActivity activity) {
        this.activity = activity;
    }

    private static Caller caller(Exchange exchange) {
        return (Caller) exchange.request().getAttribute(Caller.ATTRIBUTE);
    }

    @Override
    protected void handle(Exchange exchange) throws IOException {
        if (caller(exchange).isNobody()) {
            exchange.redirect("/signin?to=%2Fprofile%2Factivity");
        } else {
            super.handle(exchange);
        }
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        if (!exchange.subPath().isEmpty()) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        String before = exchange.field("before");
        OwnActivity.Page page =
                activity.list(caller(exchange), before.matches("[1-9][0-9]{0,17}") ? Long.valueOf(before) : null);
        List<Row> rows = page.lines().stream()
                .map(line -> Row.of(line, caller(exchange)))
                .toList();
        Map<String, Object> model = new HashMap<>();
        model.put("rows", rows);
        model.put("older", page.older());
        model.put("newest", before.isEmpty());
        model.put("path", PATH);
        exchange.render(HttpServletResponse.SC_OK, "audit/activity", model);
    }
}
