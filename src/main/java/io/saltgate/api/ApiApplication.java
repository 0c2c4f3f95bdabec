package io.saltgate.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** The JSON API, version 1. */
@ApplicationPath("/api/v1")
public class ApiApplication extends Application {

    /** Jersey would answer OPTIONS with a description of its own; ours is the OpenAPI document. */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}
