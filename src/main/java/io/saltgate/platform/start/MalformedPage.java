package io.saltgate.platform.start;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.web.ApiFailures;
import io.saltgate.platform.web.JsonEnvelope;
import io.saltgate.platform.web.RequestId;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** Answers for targets that can't be read: 400, as an error page or, to a call of the API, in the API's envelope. */
@WebServlet(MalformedPage.PATH + "/*")
public class MalformedPage extends HttpServlet {

    static final String PATH = "/malformed";

    /** What follows the path for a call of the API. */
    static final String CALL = "/call";

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!CALL.equals(request.getPathInfo())) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        byte[] body = JsonEnvelope.failure(List.of(ApiFailures.of(HttpServletResponse.SC_BAD_REQUEST)))
                .getBytes(UTF_8);
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader(RequestId.HEADER, RequestId.of(request));
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
