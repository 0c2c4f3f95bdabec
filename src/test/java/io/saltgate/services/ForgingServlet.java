package io.saltgate.services;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.apiaccess.ApiAccesses;
import jakarta.ejb.EJBException;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;

/**
 * A faulty page: on a member's own request, with the member's rights, it calls a service for whom the query names and
 * answers with what came of it.
 */
@WebServlet("/settings/forging")
public class ForgingServlet extends HttpServlet {

    @Inject
    private transient ApiAccesses apiAccesses;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Caller own = (Caller) request.getAttribute(Caller.ATTRIBUTE);
        Caller named = switch (request.getParameter("caller")) {
            case "own" -> own;
            case "other-account" ->
                new Caller(
                        own.kind(),
                        own.id(),
                        new AccountId(UUID.randomUUID()),
                        own.permissions(),
                        own.authenticatedAt(),
                        own.address());
            default ->
                new Caller(
                        own.kind(),
                        UUID.randomUUID(),
                        own.account(),
                        own.permissions(),
                        own.authenticatedAt(),
                        own.address());
        };
        response.setContentType("text/plain");
        try {
            response.getWriter().write(apiAccesses.getStatus(named).getClass().getSimpleName());
        } catch (EJBException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            response.getWriter().write(root.getClass().getSimpleName());
        }
    }
}
