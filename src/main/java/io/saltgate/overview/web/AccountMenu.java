package io.saltgate.overview.web;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Viewer;
import io.saltgate.overview.AccountChoice;
import io.saltgate.overview.AccountChoices;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of the menu in the header, the current one first, and of the page that lists all. It asks the database
 * once, and only if a page shows it.
 */
public final class AccountMenu {

    /** The request attribute; the prefix puts it before every template as {@code accountMenu}. */
    static final String ATTRIBUTE = "view.accountMenu";

    /** The accounts in the menu, the current one included; a link leads to the others. */
    private static final int IN_MENU = 8;

    /** The accounts on the page of all whose role and state are shown. */
    private static final int ON_PAGE = 500;

    private final AccountChoices accounts;
    private final HttpServletRequest request;
    private final Viewer viewer;
    private @Nullable List<AccountChoice> found;

    /** @param request whose caller is looked up late: a confirmation on the way gives it another, with a newer proof */
    AccountMenu(AccountChoices accounts, HttpServletRequest request, Viewer viewer) {
        this.accounts = accounts;
        this.request = request;
        this.viewer = viewer;
    }

    /** The first accounts, as many as the menu has room for. */
    public List<AccountChoice> shown() {
        return all().stream().limit(IN_MENU).toList();
    }

    /** Finds what is known of an account; empty beyond the bound. */
    public Optional<AccountChoice> find(String slug) {
        return all().stream().filter(choice -> choice.slug().equals(slug)).findFirst();
    }

    private List<AccountChoice> all() {
        if (found == null) {
            found = ask();
        }
        return found;
    }

    private List<AccountChoice> ask() {
        boolean failed = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) != null;
        if (failed || !(request.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller)) {
            return List.of(); // on an error page the container has forgotten who asks
        }
        String current = viewer.accountSlug();
        return accounts.list(caller, current, viewer.twoFactors(), current == null ? ON_PAGE : IN_MENU);
    }
}
