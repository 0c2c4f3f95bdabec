package io.saltgate.bench;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Does nothing, at the price of a servlet on this server. The benchmark puts it into a WAR of its own, and into a copy
 * of Saltgate's; the WAR that is served has no such thing.
 */
@WebServlet(EmptyServlet.PATH)
public class EmptyServlet extends HttpServlet {

    static final String PATH = "/empty";

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentLength(0);
    }
}
