package io.saltgate.platform.web;

import io.saltgate.platform.db.DatabaseHealth;
import io.saltgate.platform.start.NodeState;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Answers health checks of load balancers and orchestrators: {@code /health/started} once start-up is done,
 * {@code /health/ready} while the node should get calls, {@code /health/live} while the process answers.
 */
@WebServlet({"/health/started", "/health/ready", "/health/live"})
public class HealthServlet extends HttpServlet {

    private final transient DatabaseHealth database;
    private final transient NodeState node;
    private final transient PublicUrl publicUrl;

    @Inject
    public HealthServlet(DatabaseHealth database, NodeState node, PublicUrl publicUrl) {
        this.database = database;
        this.node = node;
        this.publicUrl = publicUrl;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean up = isUp(request.getServletPath());
        response.setStatus(up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        SecurityHeaders.ofData(publicUrl.isHttps()).forEach(response::setHeader);
        response.setContentType("application/json");
        response.getWriter().write(up ? "{\"status\":\"UP\"}" : "{\"status\":\"DOWN\"}");
    }

    private boolean isUp(String path) {
        return switch (path) {
            case "/health/live" -> true;
            case "/health/started" -> node.isStarted();
            default -> node.isReady() && database.answers();
        };
    }
}
