package io.saltgate.platform.web;

import io.saltgate.platform.logging.LogContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Puts the request's id and trace on the log lines about it. Mapped in web.xml, before every other filter. */
public class LogContextFilter extends HttpFilter {

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        LogContext.set(
                RequestId.of(request),
                TraceParent.find(request).map(TraceParent::traceId).orElse(null));
        try {
            chain.doFilter(request, response);
        } finally {
            LogContext.clear();
        }
    }
}
