package io.saltgate.api;

import io.saltgate.platform.web.JsonEnvelope;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Creates answers in the JSON envelope, whatever the request accepts. */
final class Answers {

    private Answers() {}

    static Response ok(JsonObjectBuilder data) {
        return success(Response.Status.OK.getStatusCode(), data).build();
    }

    /** Adds {@code X-Token-Id}, as gateways get it; the next rotation may name it as the token to replace. */
    static Response withTokenId(UUID token, JsonObjectBuilder data) {
        return success(Response.Status.OK.getStatusCode(), data)
                .header("X-Token-Id", token.toString())
                .build();
    }

    static Response.ResponseBuilder success(int status, JsonObjectBuilder data) {
        return answer(status, JsonEnvelope.success(data.build()));
    }

    static Response.ResponseBuilder failure(int status, List<JsonEnvelope.Complaint> complaints) {
        Response.ResponseBuilder answer = answer(status, JsonEnvelope.failure(complaints));
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

    /** Formats a time to the microsecond, as databases keep it, so that a new row reads as it will later. */
    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS).toString();
    }

    /** Adds a member that may be null. */
    static JsonObjectBuilder add(JsonObjectBuilder object, String name, @Nullable Object value) {
        return value == null ? object.addNull(name) : object.add(name, value.toString());
    }
}
