package io.saltgate.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;

/**
 * Refuses methods that no call has. A server would answer OPTIONS by itself, outside of the envelope; browsers ask so
 * before they call from another site, which nothing here is for.
 */
@Provider
@PreMatching
@ApplicationScoped
public class KnownMethods implements ContainerRequestFilter {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    @Override
    public void filter(ContainerRequestContext call) {
        if (!METHODS.contains(call.getMethod())) {
            call.abortWith(Failures.answer(CallRefused.of(405))
                    .header("Allow", String.join(", ", METHODS.stream().sorted().toList()))
                    .build());
        }
    }
}
