package io.saltgate.operator.web;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.ReopeningOver;
import io.saltgate.closing.AccountClosing.Stake;
import io.saltgate.console.OperatorPage;
import io.saltgate.operator.AccountClosings;
import io.saltgate.platform.web.Exchange;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Operator > Accounts > Closed accounts: lists them, closes an account, and reopens one. */
@WebServlet(AccountClosingPage.PATH + "/*")
public class AccountClosingPage extends OperatorPage {

    static final String PATH = "/operator/closed-accounts";

    private static final Pattern ACTION = Pattern.compile("/([0-9a-f-]{36})/(closing|reopening)");

    private final transient AccountClosings closings;

    @Inject
    public AccountClosingPage(AccountClosings closings) {
        this.closings = closings;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        Matcher action = ACTION.matcher(exchange.subPath());
        try {
            if (exchange.subPath().isEmpty()) {
                list(exchange);
            } else if (action.matches() && action.group(2).equals("closing")) {
                Stake stake = closings.assess(caller(exchange), id(action));
                if (stake.account().isClosed()) {
                    exchange.redirect(AccountsPage.PATH + "/" + stake.account().id());
                } else {
                    ask(exchange, stake, HttpServletResponse.SC_OK, "");
                }
            } else if (action.matches()) {
                exchange.redirect(AccountsPage.PATH + "/" + id(action));
            } else {
                exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            }
        } catch (NotFound e) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        Matcher action = ACTION.matcher(exchange.subPath());
        if (!action.matches()) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        try {
            AccountId account = id(action);
            if (action.group(2).equals("closing")) {
                close(exchange, account);
            } else {
                reopen(exchange, account);
            }
        } catch (NotFound e) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private static AccountId id(Matcher path) {
        return new AccountId(Exchange.parseId(path.group(1)).orElseThrow(NotFound::new));
    }

    private void close(Exchange exchange, AccountId account) throws IOException {
        Stake stake = closings.assess(caller(exchange), account);
        String page = AccountsPage.PATH + "/" + account;
        String name = stake.account().name();
        if (stake.account().isClosed()) {
            exchange.redirect(page, "operator.account.closed.already", name);
        } else if (!exchange.field("slug").strip().equals(stake.account().slug())) {
            ask(exchange, stake, Exchange.UNPROCESSABLE, "closing.complaint.slug");
        } else {
            try {
                closings.close(caller(exchange), account);
                exchange.redirect(page, "operator.account.closed", name);
            } catch (NotFound e) { // someone else was faster
                exchange.redirect(page, "operator.account.closed.already", name);
            }
        }
    }

    private void reopen(Exchange exchange, AccountId account) {
        String page = AccountsPage.PATH + "/" + account;
        try {
            String name = closings.reopen(caller(exchange), account).name();
            exchange.redirect(page, "operator.account.reopened", name);
        } catch (ReopeningOver e) {
            exchange.redirect(page, "operator.account.not.reopened");
        }
    }

    private static void ask(Exchange exchange, Stake stake, int status, String complaint) throws IOException {
        exchange.render(
                status,
                "operator/account-closing",
                Map.of("stake", stake, "typed", exchange.field("slug"), "complaint", complaint));
    }

    private void list(Exchange exchange) throws IOException {
        AccountClosings.Slice slice = closings.list(
                caller(exchange), Exchange.parseId(exchange.field("after")).orElse(null));
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("accounts", slice.accounts());
        model.put("next", slice.next());
        model.put("first", exchange.field("after").isEmpty());
        exchange.render(HttpServletResponse.SC_OK, "operator/closed-accounts", model);
    }
}
