package io.saltgate.api;

import io.saltgate.api.answer.WhoAmI;
import io.saltgate.api.schema.Operation;
import io.saltgate.gate.Decision;
import io.saltgate.gate.GateService;
import io.saltgate.gate.GateState;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
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
    @Operation(
            id = "whoAmI",
            tag = ApiTags.CALLER,
            summary = "Show whom a token belongs to",
            description = "Answers an integrator's first call: the account of the Auth Token, the token's id, and the"
                    + " address that the call was seen from. It is judged as every call to the product's API is;"
                    + " refusals have `X-Refusal` and `X-Judged-Address` too.",
            answer = WhoAmI.class)
    public Response get(@Context HttpServletRequest request) {
        GateService.Judged judged = gate.judge(request);
        return switch (judged.decision()) {
            case Decision.Allowed allowed -> answer(allowed.state(), judged.addressText());
            case Decision.Refused refused -> GateRefusals.answer(refused.refusal(), judged.addressText());
        };
    }

    private static Response answer(GateState state, String address) {
        return Answers.ok(new WhoAmI(
                new WhoAmI.Owner(state.accountId().toString(), state.slug(), state.externalId()),
                state.tokenId().toString(),
                address));
    }
}
