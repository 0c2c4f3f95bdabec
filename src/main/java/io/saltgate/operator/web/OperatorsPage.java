package io.saltgate.operator.web;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.RightMissing;
import io.saltgate.console.OperatorPage;
import io.saltgate.operator.LastOperatorCannotLeave;
import io.saltgate.operator.NoSuchPerson;
import io.saltgate.operator.OperatorAlready;
import io.saltgate.operator.Operators;
import io.saltgate.platform.web.Exchange;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.User;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Operator > Operators: who they are, and who is one from now on or no longer. */
@WebServlet("/operator/operators/*")
public class OperatorsPage extends OperatorPage {

    private static final String PATH = "/operator/operators";
    private static final Pattern REMOVAL = Pattern.compile("/([0-9a-f-]{36})/removal");

    private final transient Operators operators;

    @Inject
    public OperatorsPage(Operators operators) {
        this.operators = operators;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        if (exchange.subPath().isEmpty()) {
            show(exchange, HttpServletResponse.SC_OK, null, null);
            return;
        }
        try {
            Caller caller = caller(exchange);
            User person = operators.get(caller, id(exchange));
            exchange.render(
                    "operator/operator-removal",
                    Map.of(
                            "person",
                            person,
                            "self",
                            person.id().equals(caller.id()),
                            "last",
                            operators.list(caller).size() == 1));
        } catch (NotFound e) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        try {
            if (exchange.subPath().isEmpty()) {
                add(exchange);
            } else {
                remove(exchange, id(exchange));
            }
        } catch (NotFound e) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        } catch (RightMissing e) {
            exchange.fail(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    private static UUID id(Exchange exchange) {
        Matcher path = REMOVAL.matcher(exchange.subPath());
        Optional<UUID> id = path.matches() ? Exchange.parseId(path.group(1)) : Optional.empty();
        return id.orElseThrow(NotFound::new);
    }

    private void add(Exchange exchange) throws IOException {
        Optional<EmailAddress> email = EmailAddress.parse(exchange.field("email"));
        if (email.isEmpty()) {
            show(exchange, Exchange.UNPROCESSABLE, "setup.email.invalid", null);
            return;
        }
        try {
            operators.add(caller(exchange), email.get());
            exchange.redirect(PATH, "operator.added", email.get().value());
        } catch (NoSuchPerson | OperatorAlready e) {
            show(exchange, Exchange.UNPROCESSABLE, e.code(), null);
        }
    }

    private void remove(Exchange exchange, UUID id) throws IOException {
        boolean self = id.equals(caller(exchange).id());
        try {
            String email = operators.get(caller(exchange), id).email();
            operators.remove(caller(exchange), id);
            exchange.redirect(self ? "/accounts" : PATH, self ? "operator.left" : "operator.removed", email);
        } catch (LastOperatorCannotLeave e) {
            show(exchange, HttpServletResponse.SC_CONFLICT, null, e.code());
        }
    }

    private void show(Exchange exchange, int status, @Nullable String complaint, @Nullable String conflict)
            throws IOException {
        List<User> all = operators.list(caller(exchange));
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("operators", all);
        model.put("self", caller(exchange).id());
        model.put("email", exchange.field("email"));
        model.put("complaint", complaint);
        model.put("conflict", conflict);
        exchange.render(status, "operator/operators", model);
    }
}
