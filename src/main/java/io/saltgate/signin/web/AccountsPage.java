package io.saltgate.signin.web;

import io.saltgate.accounts.Account;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.sessions.OwnAccounts;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code /accounts}: choose one; who has just one is there already. With {@code ?settings=1}, as {@code /settings} asks
 * for, the way leads on to an account's settings instead of its overview. With {@code ?q=}, only accounts whose name or
 * slug has that text.
 */
@WebServlet("/accounts")
public class AccountsPage extends Page {

    /** Who has more accounts is offered a search. */
    private static final int SEARCHED = 8;

    private final transient OwnAccounts ownAccounts;

    @Inject
    public AccountsPage(OwnAccounts ownAccounts) {
        this.ownAccounts = ownAccounts;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        List<Account> accounts = ownAccounts.list(SignedInBrowser.caller(exchange));
        List<Account> closed = ownAccounts.listClosed(SignedInBrowser.caller(exchange));
        String page = exchange.field("settings").isEmpty() ? "" : "/settings/api";
        String query = exchange.field("q").strip();
        boolean chosen = accounts.size() == 1
                && query.isEmpty()
                && closed.isEmpty()
                && exchange.field("all").isEmpty();
        if (chosen) {
            exchange.redirect("/accounts/" + accounts.getFirst().slug() + page);
        } else {
            exchange.render(
                    "signin/accounts",
                    Map.of(
                            "accounts",
                            accounts.stream()
                                    .filter(account -> matches(account, query))
                                    .toList(),
                            "closed",
                            closed.stream()
                                    .filter(account -> matches(account, query))
                                    .toList(),
                            "page",
                            page,
                            "searched",
                            accounts.size() > SEARCHED || !query.isEmpty(),
                            "q",
                            query));
        }
    }

    private static boolean matches(Account account, String query) {
        String text = query.toLowerCase(Locale.ROOT);
        return account.name().toLowerCase(Locale.ROOT).contains(text)
                || account.slug().contains(text);
    }
}
