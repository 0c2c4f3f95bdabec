package io.saltgate.api;

import io.saltgate.accounts.Caller;
import io.saltgate.api.answer.IssuedSecrets;
import io.saltgate.api.idempotency.AnswerGone;
import io.saltgate.api.idempotency.IdempotentCall;
import io.saltgate.apiaccess.AnsweredSecrets;
import io.saltgate.apiaccess.ApiAccesses;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Enables an account's API; the answer has its token and salt. */
record Activation(Caller caller, ApiAccesses apiAccesses, AnsweredSecrets answered)
        implements IdempotentCall<Response> {

    @Override
    public Done<Response> perform() {
        ApiAccesses.Issued issued = apiAccesses.enable(caller);
        return Done.repeatable(answer(issued), 200, List.of(issued.tokenId(), issued.enablingId()));
    }

    @Override
    public Response repeat(Earlier call) {
        return answer(answered.findIssued(
                        caller, call.created().get(0), call.created().get(1))
                .orElseThrow(AnswerGone::new));
    }

    private static Response answer(ApiAccesses.Issued issued) {
        return Answers.withTokenId(
                issued.tokenId(),
                new IssuedSecrets(issued.token().reveal(), issued.salt().reveal()));
    }
}
