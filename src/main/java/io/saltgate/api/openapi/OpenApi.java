package io.saltgate.api.openapi;

import io.saltgate.api.ApiResources;
import tools.jackson.databind.node.ObjectNode;

/** The document of this version's API, made once. */
public final class OpenApi {

    private static final ObjectNode DOCUMENT = OpenApiDocument.of(ApiResources.ALL);
    private static final String TEXT = OpenApiDocument.text(DOCUMENT);

    private OpenApi() {}

    /** Must not be changed. */
    public static ObjectNode document() {
        return DOCUMENT;
    }

    /** As it is served, and stands in {@code docs/openapi.json}. */
    public static String text() {
        return TEXT;
    }
}
