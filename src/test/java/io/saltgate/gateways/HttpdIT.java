package io.saltgate.gateways;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpdIT extends AnyGateway {
    HttpdIT() {
        super(Gateway.HTTPD);
    }

    @Test
    void deniesWhenItsScriptFails() throws IOException {
        assertDeniesWith(Map.of("local body = {}", "error('a mistake') local body = {}"));
    }
}
