package io.saltgate.platform.web;

import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Where the server sends every error, to be answered by {@link ErrorAnswers}. Its own folders are none of our pages:
 * left to it, they would be redirected to the Host that the client named.
 */
@WebServlet({"/error", "/WEB-INF/*", "/META-INF/*"})
public class ErrorPage extends HttpServlet {

    private static final System.Logger LOG = System.getLogger(ErrorPage.class.getName());

    private final transient ErrorAnswers answers;

    @Inject
    public ErrorPage(ErrorAnswers answers) {
        this.answers = answers;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getDispatcherType() != DispatcherType.ERROR) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        String path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        answers.write(request, response, path, status(request, ErrorAnswers.isCall(path)));
    }

    private static int status(HttpServletRequest request, boolean api) {
        if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable fault) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    api ? "API call " + RequestId.of(request) + " failed and is answered with 500" : "a request failed",
                    fault);
            return HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        }
        return request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                ? code
                : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }
}
