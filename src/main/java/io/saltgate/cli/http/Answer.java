package io.saltgate.cli.http;

import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/** A successful answer: the envelope's data, and headers beside it. */
public record Answer(JsonNode data, HttpHeaders headers) {

    /** The value of a header; empty if there is none. */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }
}
