package io.saltgate.gate;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.Contained;
import org.apache.catalina.Container;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.Pipeline;
import org.apache.catalina.Request;
import org.apache.catalina.Response;
import org.apache.catalina.connector.Connector;
import org.glassfish.web.valve.GlassFishValve;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code /verify} on Payara and GlassFish before the container authenticates the request and prepares what
 * pages need, which takes more time than the decision. {@code payara-web.xml} and {@code glassfish-web.xml} name it;
 * other servers don't load it.
 *
 * <p>Among the valves of the application itself it would come after the one that asks who calls. So it does nothing
 * there, and has one stand before the application for as long as that runs.
 */
public final class VerifyValve implements GlassFishValve, Contained {

    private static final System.Logger LOG = System.getLogger(VerifyValve.class.getName());
    private static final String PATH = "/verify";
    private static final String TRACE = "TRACE";
    private static final String OPTIONS = "OPTIONS";

    private @Nullable Container application;

    @Override
    public @Nullable Container getContainer() {
        return application;
    }

    /** Called once by the container after it has created the valve. */
    @Override
    public void setContainer(@Nullable Container container) {
        application = container;
        if (container instanceof Lifecycle life) {
            Pipeline host = container.getParent().getPipeline();
            Shortcut shortcut = new Shortcut(container);
            host.addValve(shortcut);
            LOG.log(
                    System.Logger.Level.INFO,
                    "plain questions to the gate are answered before the container's own work");
            life.addLifecycleListener(event -> {
                if (event.getType().equals(Lifecycle.STOP_EVENT)) {
                    host.removeValve(shortcut);
                }
            });
        }
    }

    @Override
    public String getInfo() {
        return VerifyValve.class.getName();
    }

    @Override
    public int invoke(Request request, Response response) {
        return INVOKE_NEXT;
    }

    @Override
    public void postInvoke(Request request, Response response) {
        // Nothing was begun that would have to be ended.
    }

    /**
     * Sees the requests of every application, and takes the questions to the gate, whatever a gateway hangs behind them
     * and with or without a body: the answer needs neither, and goes out while the body still comes. What is left of it
     * is thrown away by the server's non-blocking I/O. All others go on to where they belong.
     *
     * <p>Every answer begins as a failure ({@code DefaultStatusProbe}). Ours say what they are; those of other
     * applications begin as the server's do.
     */
    private static final class Shortcut implements GlassFishValve {

        private final Container application;
        private volatile @Nullable VerifyServlet servlet;

        Shortcut(Container application) {
            this.application = application;
        }

        @Override
        public String getInfo() {
            return VerifyValve.class.getName();
        }

        @Override
        public int invoke(Request request, Response response) throws IOException {
            if (!(request.getRequest() instanceof HttpServletRequest asked)
                    || !(response.getResponse() instanceof HttpServletResponse answer)) {
                return INVOKE_NEXT;
            }
            boolean ours = application.equals(request.getContext());
            if (!ours || asked.getMethod().equals(OPTIONS)) { // which the container answers for our pages
                answer.setStatus(HttpServletResponse.SC_OK);
            }
            if (!ours || !isQuestion(asked)) {
                return INVOKE_NEXT;
            }
            VerifyServlet ready = servlet(asked);
            if (ready == null) {
                return INVOKE_NEXT;
            }
            if (asked.getHeader("Transfer-Encoding") != null) {
                // Some servers forget a Content-Length that came before it: what follows on this connection is not
                // believed.
                answer.setHeader("Connection", "close");
            }
            Thread thread = Thread.currentThread();
            ClassLoader servers = thread.getContextClassLoader();
            thread.setContextClassLoader(VerifyServlet.class.getClassLoader());
            try {
                ready.service(asked, answer);
            } finally {
                thread.setContextClassLoader(servers);
            }
            return END_PIPELINE;
        }

        private static boolean isQuestion(HttpServletRequest request) {
            String path = request.getRequestURI();
            String context = request.getContextPath();
            return path.length() == context.length() + PATH.length()
                    && path.endsWith(PATH)
                    && path.startsWith(context)
                    && !request.getMethod().equals(TRACE);
        }

        /** The servlet; null until the first request has made the container create it. */
        private @Nullable VerifyServlet servlet(HttpServletRequest request) {
            VerifyServlet found = servlet;
            if (found == null) {
                found = (VerifyServlet) request.getServletContext().getAttribute(VerifyServlet.ATTRIBUTE);
                servlet = found;
            }
            return found;
        }

        /**
         * For requests that went on. With a valve of ours among its own, the server forgets to take what it doesn't
         * allow out of what it says that it allows.
         */
        @Override
        public void postInvoke(Request request, Response response) {
            if (response.getResponse() instanceof HttpServletResponse answer
                    && request.getConnector() instanceof Connector connector
                    && !connector.getAllowTrace()) {
                String allowed = answer.getHeader("Allow");
                if (allowed != null) {
                    answer.setHeader("Allow", allowed.replace(TRACE + ", ", ""));
                }
            }
        }
    }
}
