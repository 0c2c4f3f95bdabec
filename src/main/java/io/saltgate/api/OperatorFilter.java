package io.saltgate.api;

import io.saltgate.accounts.Caller;
import io.saltgate.console.Refusals;
import io.saltgate.console.Routes;
import io.saltgate.operator.OperatorScope;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/**
 * Before an operator's call is read: whether there is a key (401), with its scope (403), and the account of the path
 * (404). The authentication module found both; here nothing is looked up.
 */
@Provider
@ApplicationScoped
public class OperatorFilter implements ContainerRequestFilter {

    private static final System.Logger LOG = System.getLogger(OperatorFilter.class.getName());
    private static final String ACCOUNT = "{slug}";

    @Context
    @SuppressWarnings("NullAway.Init") // the container injects
    private ResourceInfo resource;

    @Context
    @SuppressWarnings("NullAway.Init") // the container injects
    private HttpServletRequest request;

    private final Refusals refusals;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    public OperatorFilter() {
        this(null);
    }

    @Inject
    public OperatorFilter(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    public void filter(ContainerRequestContext call) {
        NeedsScope needs = resource.getResourceMethod() == null
                ? null
                : resource.getResourceMethod().getAnnotation(NeedsScope.class);
        if (needs == null) {
            return;
        }
        Caller caller = (Caller) request.getAttribute(Caller.ATTRIBUTE);
        if (caller.kind() != Caller.Kind.OPERATOR_KEY) {
            throw CallRefused.of(401);
        }
        if (!caller.may(needs.value().permission())) {
            record(caller, needs.value());
            throw CallRefused.of(403);
        }
        if (caller.account() == null && path().contains(ACCOUNT)) {
            throw CallRefused.of(404);
        }
    }

    /** Nothing was done, so the answer is right even if the audit trail can't be written. */
    private void record(Caller caller, OperatorScope scope) {
        try {
            Routes.Route route = new Routes.Route(request.getMethod(), path(), scope.permission());
            refusals.record(caller, route, "/api/v1" + path());
        } catch (EJBException e) {
            LOG.log(System.Logger.Level.WARNING, "a denied API call could not be written to the audit trail", e);
        }
    }

    /** The path as it is declared; the values of its variables don't matter here. */
    private String path() {
        Path whole = resource.getResourceClass().getAnnotation(Path.class);
        Path part = resource.getResourceMethod().getAnnotation(Path.class);
        return (whole == null ? "" : whole.value()) + (part == null ? "" : part.value());
    }
}
