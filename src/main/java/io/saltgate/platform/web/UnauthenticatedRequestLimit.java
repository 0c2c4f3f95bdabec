package io.saltgate.platform.web;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Bounds how many requests of people who aren't signed in are served at a time; one more is answered 503 at once. While
 * the database is slow each of them holds one of the server's threads, which the gate and the members need.
 */
public class UnauthenticatedRequestLimit extends HttpFilter {

    /** A quarter of the server's threads, as {@code bin/run} sets them. */
    private static final int MOST = 48;

    private final transient Semaphore places = new Semaphore(MOST);

    private final transient ErrorAnswers answers;

    @Inject
    public UnauthenticatedRequestLimit(ErrorAnswers answers) {
        this.answers = answers;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getUserPrincipal() != null) {
            chain.doFilter(request, response);
            return;
        }
        if (!places.tryAcquire()) {
            answers.refuse(request, response, HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            places.release();
        }
    }
}
