package io.saltgate.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.web.JsonEnvelope;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * Answers {@code /verify}: whether a gateway may let a call pass. Any method; body and query string are neither read
 * nor logged.
 */
@WebServlet({"/verify", "/verify/*"})
public class VerifyServlet extends HttpServlet {

    private static final System.Logger LOG = System.getLogger(VerifyServlet.class.getName());

    /** The servlet context's attribute with this servlet, once it is initialised. */
    static final String ATTRIBUTE = VerifyServlet.class.getName();

    private static final String NONE = "-";
    private static final Map<Refusal, byte[]> BODIES = bodies();

    private final transient GateService gate;

    @SuppressWarnings("NullAway.Init") // the container calls init
    private transient Function<HttpServletRequest, GateService.Judged> judging;

    @Inject
    public VerifyServlet(GateService gate) {
        this.gate = gate;
    }

    @Override
    public void init() {
        judging = gate.judging();
        getServletContext().setAttribute(ATTRIBUTE, this);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        GateService.Judged judged = judge(request);
        response.addHeader("Cache-Control", "no-store");
        response.addHeader("X-Decision-Id", decisionId());
        switch (judged.decision()) {
            case Decision.Allowed allowed -> allow(allowed, response);
            case Decision.Refused refused -> refuse(refused.refusal(), judged.addressText(), response);
        }
    }

    /**
     * Answers every failure itself: a gateway can't read an error page, and the container's status may still be 200.
     */
    private GateService.Judged judge(HttpServletRequest request) {
        try {
            return judging.apply(request);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a call could not be decided and is answered with 503", e);
            return new GateService.Judged(Decision.Refused.unattributed(Refusal.CANNOT_DECIDE), null);
        }
    }

    /** Sets every identity header, always: a gateway that copies those it finds must never find the client's own. */
    private static void allow(Decision.Allowed allowed, HttpServletResponse response) {
        GateState state = allowed.state();
        response.addHeader("X-Account-Id", state.accountId().toString());
        response.addHeader("X-Account-Slug", state.slug());
        response.addHeader("X-External-Id", state.externalId() == null ? NONE : state.externalId());
        response.addHeader("X-Token-Id", state.tokenId().toString());
        if (allowed.wouldRefuse()) {
            response.addHeader("X-Would-Refuse", Refusal.ADDRESS_NOT_WHITELISTED.code());
        }
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentLength(0);
    }

    private static void refuse(Refusal refusal, String address, HttpServletResponse response) throws IOException {
        refusal.headers(address).forEach(response::setHeader);
        byte[] body = Objects.requireNonNull(BODIES.get(refusal));
        response.setStatus(refusal.status());
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** An id by which a gateway's log names the decision; unique, not secret. */
    private static String decisionId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong() & ~0xF000L | 0x4000L, random.nextLong() >>> 2 | 1L << 63).toString();
    }

    private static Map<Refusal, byte[]> bodies() {
        Map<Refusal, byte[]> bodies = new EnumMap<>(Refusal.class);
        for (Refusal refusal : Refusal.values()) {
            bodies.put(
                    refusal,
                    JsonEnvelope.failure(refusal.code(), refusal.message()).getBytes(UTF_8));
        }
        return bodies;
    }
}
