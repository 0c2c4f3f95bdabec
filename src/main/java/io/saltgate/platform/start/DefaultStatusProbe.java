package io.saltgate.platform.start;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.http.server.HttpServerProbe;
import org.glassfish.grizzly.http.server.Request;

/** Hears of every request before anything looks at it, and lets the answer to some begin as a refusal. Grizzly's alone. */
final class DefaultStatusProbe extends HttpServerProbe.Adapter {

    private final List<String> judged;

    private DefaultStatusProbe(List<String> judged) {
        this.judged = judged;
    }

    /**
     * From now on.
     *
     * @param filters of the server, each a {@code HttpServerFilter}
     * @param judged with what the paths begin whose answers begin so
     */
    static void hold(List<?> filters, List<String> judged) {
        for (Object filter : filters) {
            ((HttpServerFilter) filter).getMonitoringConfig().addProbes(new DefaultStatusProbe(judged));
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // Grizzly's own signature
    public void onRequestReceiveEvent(HttpServerFilter filter, Connection connection, Request request) {
        String path = String.valueOf(request.getRequestURI()); // null if the request had none
        for (String beginning : judged) {
            if (path.startsWith(beginning)) {
                request.getResponse().setStatus(HttpServletResponse.SC_BAD_REQUEST);
                return;
            }
        }
    }
}
