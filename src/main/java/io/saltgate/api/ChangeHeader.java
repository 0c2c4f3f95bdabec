package io.saltgate.api;

import io.saltgate.changes.RequestChanges;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/** Puts the receipt of what a call changed on its answer: {@code X-Saltgate-Change}. */
@Provider
@ApplicationScoped
public class ChangeHeader implements ContainerRequestFilter, ContainerResponseFilter {

    static final String NAME = "X-Saltgate-Change";

    private final RequestChanges changes;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    public ChangeHeader() {
        this(null);
    }

    @Inject
    public ChangeHeader(RequestChanges changes) {
        this.changes = changes;
    }

    @Override
    public void filter(ContainerRequestContext call) {
        changes.watch();
    }

    @Override
    public void filter(ContainerRequestContext call, ContainerResponseContext answer) {
        changes.receipt().ifPresent(receipt -> answer.getHeaders().putSingle(NAME, receipt));
    }
}
