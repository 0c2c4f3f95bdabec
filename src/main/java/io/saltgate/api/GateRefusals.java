package io.saltgate.api;

import io.saltgate.gate.Refusal;
import io.saltgate.platform.web.JsonEnvelope.Complaint;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Answers calls by token that the gate refuses, with the status, code and headers of {@code /verify}. */
final class GateRefusals {

    private GateRefusals() {}

    /** @param address as in {@code X-Judged-Address} */
    static Response answer(Refusal refusal, String address) {
        Response.ResponseBuilder response =
                Answers.failure(refusal.status(), List.of(new Complaint(refusal.code(), refusal.message())));
        // In place of what there is already, such as whom a 401 asks.
        refusal.headers(address)
                .forEach((name, value) -> response.header(name, null).header(name, value));
        return response.build();
    }
}
