package io.saltgate.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/** Sets the headers of every answer: it isn't stored, and browsers take it for nothing but JSON. */
@Provider
@ApplicationScoped
public class AnswerHeaders implements ContainerResponseFilter {

    @Override
    public void filter(ContainerRequestContext call, ContainerResponseContext answer) {
        answer.getHeaders().putSingle("Cache-Control", "no-store");
        answer.getHeaders().putSingle("X-Content-Type-Options", "nosniff");
    }
}
