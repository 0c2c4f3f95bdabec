package io.saltgate.api;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Brings every failure to {@link Failures}. By name those too for which servers bring mappers of their own. */
final class FailureMappers {

    private FailureMappers() {}

    @Provider
    @ApplicationScoped
    public static class OfAnything implements ExceptionMapper<Throwable> {
        @Override
        public Response toResponse(Throwable failure) {
            return Failures.answer(failure).build();
        }
    }

    @Provider
    @ApplicationScoped
    public static class OfTheServer implements ExceptionMapper<WebApplicationException> {
        @Override
        public Response toResponse(WebApplicationException failure) {
            return Failures.answer(failure).build();
        }
    }

    @Provider
    @ApplicationScoped
    public static class OfServices implements ExceptionMapper<EJBException> {
        @Override
        public Response toResponse(EJBException failure) {
            return Failures.answer(failure).build();
        }
    }
}
