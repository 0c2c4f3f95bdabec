package io.saltgate.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** The JSON API, version 1. */
@ApplicationPath("/api/v1")
public class ApiApplication extends Application {

    /**
     * For Jersey, which would answer with a description of its own, where ours is the OpenAPI document; and which logs
     * the whole query of a call that says that it is a form, where someone may have put a secret.
     */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of(
                "jersey.config.server.wadl.disableWadl", true,
                "jersey.config.servlet.form.queryParams.disabled", true);
    }
}
