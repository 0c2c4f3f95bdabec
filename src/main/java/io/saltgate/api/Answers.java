package io.saltgate.api;

import io.saltgate.api.answer.Data;
import io.saltgate.platform.web.JsonEnvelope;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Creates answers in the JSON envelope, whatever the request accepts. */
final class Answers {

    private record Success(int status, List<String> messages, Data data) {}

    private Answers() {}

    static Response ok(Data data) {
        return success(Response.Status.OK.getStatusCode(), data).build();
    }

    /** Adds {@code X-Token-Id}, as gateways get it; the next rotation may name it as the token to replace. */
    static Response withTokenId(UUID token, Data data) {
        return success(Response.Status.OK.getStatusCode(), data)
                .header("X-Token-Id", token.toString())
                .build();
    }

    static Response.ResponseBuilder success(int status, Data data) {
        return answer(status, ApiJson.MAPPER.writeValueAsString(new Success(1, List.of(), data)));
    }

    static Response.ResponseBuilder failure(int status, List<JsonEnvelope.Complaint> complaints) {
        Response.ResponseBuilder answer = answer(status, JsonEnvelope.problem(complaints));
        if (status == 401) {
            answer.header("WWW-Authenticate", "Bearer realm=\"operator\"");
        }
        if (status == 503) {
            answer.header("Retry-After", "1");
        }
        return answer;
    }

    private static Response.ResponseBuilder answer(int status, String body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store")
                .entity(body);
    }

    /** Cuts a time to the microsecond, as databases keep it, so that a new row reads as it will later. */
    static Instant time(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    /** Writes a constant as the API does: lower case, with dots between words. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
