package io.saltgate.api;

import io.saltgate.gate.Decision;
import io.saltgate.gate.GateService;
import io.saltgate.gate.GateState;
import io.saltgate.platform.SharedJson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/**
 * Serves {@code GET /account}, which shows an integrator the account of a token. It decides as {@code /verify} does,
 * and is the first call that most people make.
 */
@Path("/account")
@RequestScoped
public class AccountResource {

    private final GateService gate;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it; RESTEasy wants it public
    public AccountResource() {
        this(null);
    }

    @Inject
    public AccountResource(GateService gate) {
        this.gate = gate;
    }

    @GET
    public Response get(@Context HttpServletRequest request) {
        GateService.Judged judged = gate.judge(request);
        return switch (judged.decision()) {
            case Decision.Allowed allowed -> answer(allowed.state(), judged.addressText());
            case Decision.Refused refused -> GateRefusals.answer(refused.refusal(), judged.addressText());
        };
    }

    private static Response answer(GateState state, String address) {
        JsonObjectBuilder account = SharedJson.createObjectBuilder()
                .add("id", state.accountId().toString())
                .add("slug", state.slug());
        return Answers.ok(SharedJson.createObjectBuilder()
                .add("account", Answers.add(account, "externalId", state.externalId()))
                .add("tokenId", state.tokenId().toString())
                .add("address", address));
    }
}
