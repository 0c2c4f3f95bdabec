package io.saltgate.api;

import io.saltgate.platform.web.PublicUrl;
import io.saltgate.platform.web.SecurityHeaders;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/** Sets the headers of every answer: it isn't stored unless it says so, and browsers take it for nothing but JSON. */
@Provider
@ApplicationScoped
public class AnswerHeaders implements ContainerResponseFilter {

    private static final String CACHING = "Cache-Control";

    private final PublicUrl publicUrl;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    public AnswerHeaders() {
        this(null);
    }

    @Inject
    public AnswerHeaders(PublicUrl publicUrl) {
        this.publicUrl = publicUrl;
    }

    @Override
    public void filter(ContainerRequestContext call, ContainerResponseContext answer) {
        boolean ownCaching = answer.getHeaders().containsKey(CACHING);
        SecurityHeaders.ofData(publicUrl.isHttps()).forEach((name, value) -> {
            if (!name.equals(CACHING) || !ownCaching) {
                answer.getHeaders().putSingle(name, value);
            }
        });
    }
}
