package io.saltgate.api;

import io.saltgate.api.answer.WhoAmI;
import io.saltgate.api.schema.Operation;
import io.saltgate.gate.Decision;
import io.saltgate.gate.GateService;
import io.saltgate.gate.GateState;
import io.saltgate.gate.Refusal;
import io.saltgate.platform.web.ErrorCode;
import io.saltgate.platform.web.JsonEnvelope.Complaint;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;

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
                    + " address that the call was seen from. It is judged as every call to the product's API is; refusals"
                    + " have `X-Refusal` and `X-Judged-Address` too.",
            answer = WhoAmI.class,
            errors = {
                ErrorCode.TOKEN_MISSING,
                ErrorCode.TOKEN_AMBIGUOUS,
                ErrorCode.TOKEN_MALFORMED,
                ErrorCode.TOKEN_UNKNOWN,
                ErrorCode.ACCOUNT_SUSPENDED,
                ErrorCode.TOKEN_API_PAUSED,
                ErrorCode.ADDRESS_UNKNOWN,
                ErrorCode.ADDRESS_NOT_WHITELISTED,
                ErrorCode.RATE_LIMITED,
                ErrorCode.CANNOT_DECIDE
            })
    public Response get(@Context HttpServletRequest request) {
        GateService.Judged judged = gate.judge(request);
        return switch (judged.decision()) {
            case Decision.Allowed allowed -> answer(allowed.state(), judged.addressText());
            case Decision.Refused refused -> refuse(refused.refusal(), judged.addressText());
        };
    }

    private static Response answer(GateState state, String address) {
        return Answers.ok(new WhoAmI(
                new WhoAmI.Owner(state.accountId().toString(), state.slug(), state.externalId()),
                state.tokenId().toString(),
                address));
    }

    private static Response refuse(Refusal refusal, String address) {
        Response.ResponseBuilder response =
                Answers.failure(refusal.status(), List.of(new Complaint(refusal.code(), refusal.message())));
        // In place of what there is already, such as whom a 401 asks.
        refusal.headers(address)
                .forEach((name, value) -> response.header(name, null).header(name, value));
        return response.build();
    }
}
