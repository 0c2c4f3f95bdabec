package io.saltgate.platform.web;

import io.saltgate.platform.db.DatabaseHealth;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Answers health checks of load balancers: {@code /health/ready} if the database answers, {@code /health/live} if the
 * process does.
 */
@WebServlet({"/health/ready", "/health/live"})
public class HealthServlet extends HttpServlet {

    private final transient DatabaseHealth database;
    private final transient PublicUrl publicUrl;

    @Inject
    public HealthServlet(DatabaseHealth database, PublicUrl publicUrl) {
        this.database = database;
        this.publicUrl = publicUrl;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean up = request.getServletPath().endsWith("/live") || database.answers();
        response.setStatus(up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        SecurityHeaders.ofData(publicUrl.isHttps()).forEach(response::setHeader);
        response.setContentType("application/json");
        response.getWriter().write(up ? "{\"status\":\"UP\"}" : "{\"status\":\"DOWN\"}");
    }
}
