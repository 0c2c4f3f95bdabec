package io.saltgate.platform.start;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers 400 for targets that can't be read. The error page tells pages and calls of the API apart by the path. */
@WebServlet(MalformedPage.PATH + "/*")
public class MalformedPage extends HttpServlet {

    static final String PATH = "/malformed";

    /** What follows the path for a call of the API. */
    static final String CALL = "/api/v1";

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.sendError(HttpServletResponse.SC_BAD_REQUEST);
    }
}
