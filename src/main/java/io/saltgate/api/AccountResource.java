package io.saltgate.api;

import io.saltgate.gate.Decision;
import io.saltgate.gate.Gate;
import io.saltgate.gate.GateState;
import io.saltgate.gate.Refusal;
import io.saltgate.platform.web.JsonEnvelope;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** {@code GET /account}: who am I? Judged as {@code /verify} judges, and so the first call that anybody makes. */
@Path("/account")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AccountResource {

    private final Gate gate;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it; RESTEasy wants it public
    public AccountResource() {
        this(null);
    }

    @Inject
    public AccountResource(Gate gate) {
        this.gate = gate;
    }

    @GET
    public Response get(@Context HttpServletRequest request) {
        Gate.Judged judged = gate.judge(request);
        return switch (judged.decision()) {
            case Decision.Allowed allowed -> answer(allowed.state(), judged.addressText());
            case Decision.Refused refused -> refuse(refused.refusal(), judged.addressText());
        };
    }

    private static Response answer(GateState state, String address) {
        JsonObjectBuilder account = Json.createObjectBuilder()
                .add("id", state.accountId().toString())
                .add("slug", state.slug());
        if (state.externalId() == null) {
            account.addNull("externalId");
        } else {
            account.add("externalId", state.externalId());
        }
        JsonObjectBuilder data = Json.createObjectBuilder()
                .add("account", account)
                .add("tokenId", state.tokenId().toString())
                .add("address", address);
        return Response.ok(JsonEnvelope.success(data.build()))
                .header("Cache-Control", "no-store")
                .build();
    }

    private static Response refuse(Refusal refusal, String address) {
        Response.ResponseBuilder response =
                Response.status(refusal.status()).entity(JsonEnvelope.failure(refusal.code(), refusal.message()));
        refusal.headers(address).forEach(response::header);
        return response.build();
    }
}
