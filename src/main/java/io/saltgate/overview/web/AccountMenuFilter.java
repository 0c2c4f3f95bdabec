package io.saltgate.overview.web;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Viewer;
import io.saltgate.overview.AccountChoices;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Gives each page of accounts its {@link AccountMenu}; guests have one account, and none. */
public class AccountMenuFilter extends HttpFilter {

    private final transient AccountChoices accounts;

    @Inject
    public AccountMenuFilter(AccountChoices accounts) {
        this.accounts = accounts;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getAttribute(Viewer.ATTRIBUTE) instanceof Viewer viewer
                && viewer.guest() == null
                && request.getAttribute(Caller.ATTRIBUTE) != null) {
            request.setAttribute(AccountMenu.ATTRIBUTE, new AccountMenu(accounts, request, viewer));
        }
        chain.doFilter(request, response);
    }
}
