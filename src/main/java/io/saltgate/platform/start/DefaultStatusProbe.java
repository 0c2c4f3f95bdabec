package io.saltgate.platform.start;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jakarta.servlet.http.HttpServletResponse;
import java.lang.module.ModuleDescriptor.Version;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.http.server.HttpServerProbe;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.util.ByteChunk;
import org.glassfish.grizzly.http.util.DataChunk;
import org.glassfish.grizzly.http.util.RequestURIRef;

/**
 * Hears of every request before the server looks at it, lets its answer begin as a failure, and names the servlet that
 * answers for a target that the server could not read ({@link RequestTarget}).
 *
 * <p>It outlives the application, so that a port that is still open while the application goes, or comes anew, allows
 * nothing. From then on it marks questions to the gate and calls of the API alone: other applications have the rest.
 */
final class DefaultStatusProbe extends HttpServerProbe.Adapter {

    /** Not a {@code Runtime.Version}, which takes no 5.0.0. */
    private static final Version READS_COLONS = Version.parse("5.0.3");

    private final RequestTarget targets;
    private final byte[] verify;
    private final byte[] malformed;
    private final byte[] malformedCall;
    private final String gate;
    private final String api;
    private volatile boolean applicationRuns = true;

    /** @param contextPath of the application; empty for the root */
    DefaultStatusProbe(String contextPath) {
        targets = new RequestTarget(contextPath, readsColons(Grizzly.getDotedVersion()));
        gate = contextPath + "/verify";
        api = contextPath + "/api/";
        verify = gate.getBytes(ISO_8859_1);
        malformed = (contextPath + MalformedPage.PATH).getBytes(ISO_8859_1);
        malformedCall = (contextPath + MalformedPage.PATH + MalformedPage.CALL).getBytes(ISO_8859_1);
    }

    /**
     * Servers with an older Grizzly have an authorization (Exousia) that takes a path with a colon for a list of
     * patterns, and answer an empty 500 to every application's.
     */
    static boolean readsColons(String version) {
        return Version.parse(version.replaceFirst("\\.?[^0-9.].*", "")).compareTo(READS_COLONS) >= 0;
    }

    /** The application is gone, and the server may go on. */
    void applicationEnded() {
        applicationRuns = false;
    }

    @Override
    @SuppressWarnings("rawtypes") // Grizzly's own signature
    public void onRequestReceiveEvent(HttpServerFilter filter, Connection connection, Request request) {
        RequestURIRef target = request.getRequest().getRequestURIRef();
        if (applicationRuns) {
            request.getResponse().setStatus(HttpServletResponse.SC_BAD_REQUEST);
            redirect(target);
        } else {
            String path = String.valueOf(target.getURI()); // null if the request had none
            if (path.startsWith(gate) || path.startsWith(api)) {
                request.getResponse().setStatus(HttpServletResponse.SC_BAD_REQUEST);
            }
        }
    }

    private void redirect(RequestURIRef target) {
        switch (kindOf(target.getRequestURIBC())) {
            case AS_SENT -> {}
            case GATE -> {
                if (target.getRequestURIBC().getLength() != verify.length) {
                    set(target, verify);
                }
            }
            case MALFORMED -> set(target, malformed);
            case MALFORMED_CALL -> set(target, malformedCall);
        }
    }

    private RequestTarget.Kind kindOf(DataChunk target) {
        if (target.getType() == DataChunk.Type.Bytes) {
            ByteChunk bytes = target.getByteChunk();
            return targets.kindOf(bytes.getBuffer(), bytes.getStart(), bytes.getEnd());
        }
        byte[] bytes = String.valueOf(target.toString(ISO_8859_1)).getBytes(ISO_8859_1);
        return targets.kindOf(bytes, 0, bytes.length);
    }

    private static void set(RequestURIRef target, byte[] path) {
        target.init(path.clone(), 0, path.length);
    }
}
