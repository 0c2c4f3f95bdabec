package io.saltgate.platform.web;

import inet.ipaddr.IPAddress;
import io.saltgate.platform.net.ClientAddress;
import io.saltgate.platform.net.GatewaySettings;
import io.saltgate.platform.net.IpAddresses;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of each request to a page or to the JSON API before the request goes on: within a deadline and in one
 * of so many places ({@link BodyPlaces}), so that clients that send slowly hold a bounded number of the server's
 * threads and the gate always finds one. Beyond that a request is answered 503 at once, one that takes too long 408,
 * one that is too large 413.
 *
 * <p>It stands behind the container's authentication, which tells known clients from strangers. {@code web.xml} maps it
 * to all that takes a body; the gate reads none.
 */
public class BodyReader extends HttpFilter {

    /** The longest that any page or call takes; most allow less. */
    private static final int MAX_BYTES = 4 * 1024 * 1024 + 16 * 1024;

    /** The longest form of a page before sign-in: sign-in, set-up and invitation. */
    private static final int MAX_STRANGERS_FORM = 256 * 1024;

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Duration STRANGERS_DEADLINE = Duration.ofSeconds(15);

    private static final List<String> FORWARDING = List.of("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via");

    private static final int BUFFER = 8192;

    private final transient BodyPlaces places;
    private final transient GatewaySettings gateways;
    private final transient ErrorAnswers answers;

    @Inject
    public BodyReader(BodyPlaces places, GatewaySettings gateways, ErrorAnswers answers) {
        this.places = places;
        this.gateways = gateways;
        this.answers = answers;
    }

    /** Thrown if a body isn't read, or not to its end. */
    private static final class NotRead extends Exception {

        private final int status;

        NotRead(int status) {
            this.status = status;
        }
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!hasBody(request)) {
            chain.doFilter(request, response);
            return;
        }
        byte[] body;
        try {
            body = read(request);
        } catch (NotRead e) {
            response.setHeader("Connection", "close"); // what still comes isn't read
            answers.refuse(request, response, e.status);
            return;
        }
        chain.doFilter(new BufferedBody(request, body), response);
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    private byte[] read(HttpServletRequest request) throws NotRead {
        Principal caller = request.getUserPrincipal();
        boolean known = caller != null;
        int limit = known || isCall(request) ? MAX_BYTES : MAX_STRANGERS_FORM;
        if (request.getContentLengthLong() > limit) {
            throw new NotRead(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        }
        Optional<BodyPlaces.Place> place =
                caller != null ? places.takeKnown(clientOf(caller)) : places.takeStranger(addressOf(request));
        try (BodyPlaces.Place taken =
                place.orElseThrow(() -> new NotRead(HttpServletResponse.SC_SERVICE_UNAVAILABLE))) {
            return read(request.getInputStream(), limit, known ? DEADLINE : STRANGERS_DEADLINE);
        } catch (IOException e) { // the client went away, stopped, or its chunks can't be read
            throw new NotRead(HttpServletResponse.SC_BAD_REQUEST);
        }
    }

    private static byte[] read(InputStream in, int limit, Duration deadline) throws IOException, NotRead {
        long began = System.nanoTime();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            body.write(buffer, 0, count);
            if (body.size() > limit) {
                throw new NotRead(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
            }
            if (System.nanoTime() - began > deadline.toNanos()) {
                throw new NotRead(HttpServletResponse.SC_REQUEST_TIMEOUT);
            }
        }
        return body.toByteArray();
    }

    /** A person or a token, on whichever account; null for an operator key, whose program may send many at a time. */
    private static @Nullable String clientOf(Principal caller) {
        String name = caller.getName();
        return name.startsWith("OPERATOR_KEY:") ? null : name.substring(0, Math.max(0, name.indexOf('@')));
    }

    private static boolean isCall(HttpServletRequest request) {
        return request.getServletPath().startsWith("/api/");
    }

    /**
     * The client's address; null where everyone may have the same: on this machine, and behind a proxy that isn't
     * configured.
     */
    private @Nullable String addressOf(HttpServletRequest request) {
        Optional<IPAddress> peer = IpAddresses.parse(request.getRemoteAddr());
        boolean named = peer.filter(gateways::isGateway).isPresent();
        if (!named && (peer.filter(IPAddress::isLoopback).isPresent() || isForwarded(request))) {
            return null;
        }
        return ClientAddress.subscriber(request, gateways).orElse(null);
    }

    private static boolean isForwarded(HttpServletRequest request) {
        return FORWARDING.stream().anyMatch(name -> request.getHeader(name) != null);
    }
}
