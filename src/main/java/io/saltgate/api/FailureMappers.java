package io.saltgate.api;

import io.saltgate.platform.web.RequestId;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Maps every exception to {@link Failures}, by name also those for which servers bring mappers of their own. */
final class FailureMappers {

    private FailureMappers() {}

    abstract static class Mapper<T extends Throwable> implements ExceptionMapper<T> {

        @Context
        @SuppressWarnings("NullAway.Init") // the container injects
        private HttpServletRequest request;

        @Override
        public Response toResponse(T failure) {
            return Failures.answer(failure, RequestId.of(request)).build();
        }
    }

    @Provider
    @ApplicationScoped
    public static class OfAnything extends Mapper<Throwable> {}

    @Provider
    @ApplicationScoped
    public static class OfTheServer extends Mapper<WebApplicationException> {}

    @Provider
    @ApplicationScoped
    public static class OfServices extends Mapper<EJBException> {}
}
