package io.saltgate.api.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** Serves {@code /openapi.json}, the document that describes all other calls. It needs no key. */
@Path("/openapi.json")
@RequestScoped
public class OpenApiResource {

    private static final EntityTag TAG =
            new EntityTag(UUID.nameUUIDFromBytes(OpenApi.text().getBytes(UTF_8)).toString());

    @GET
    public Response get(@Context Request request) {
        Response.ResponseBuilder answer = request.evaluatePreconditions(TAG);
        if (answer == null) {
            answer = Response.ok(OpenApi.text(), MediaType.APPLICATION_JSON_TYPE);
        }
        return answer.tag(TAG).header("Cache-Control", "public, max-age=300").build();
    }
}
