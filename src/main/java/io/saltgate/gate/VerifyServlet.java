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

/** {@code /verify}: a gateway's question, any method. Body and query string are neither read nor logged. */
@WebServlet({"/verify", "/verify/*"})
public class VerifyServlet extends HttpServlet {

    private static final String NONE = "-";
    private static final Map<Refusal, byte[]> BODIES = bodies();

    private final transient Gate gate;

    @Inject
    public VerifyServlet(Gate gate) {
        this.gate = gate;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Gate.Judged judged = gate.judge(request);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Decision-Id", decisionId());
        switch (judged.decision()) {
            case Decision.Allowed allowed -> allow(allowed, response);
            case Decision.Refused refused -> refuse(refused.refusal(), judged.addressText(), response);
        }
    }

    /** Every identity header, always: a gateway that copies those it finds must never find the client's own. */
    private static void allow(Decision.Allowed allowed, HttpServletResponse response) {
        GateState state = allowed.state();
        response.setHeader("X-Account-Id", state.accountId().toString());
        response.setHeader("X-Account-Slug", state.slug());
        response.setHeader("X-External-Id", state.externalId() == null ? NONE : state.externalId());
        response.setHeader("X-Token-Id", state.tokenId().toString());
        if (allowed.wouldRefuse()) {
            response.setHeader("X-Would-Refuse", Refusal.ADDRESS_NOT_WHITELISTED.code());
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

    /** Names the decision in the logs of a gateway; unique, not secret. */
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
