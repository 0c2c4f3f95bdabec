package io.saltgate.gateways;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HaproxyIT extends AnyGateway {
    HaproxyIT() {
        super(Gateway.HAPROXY);
    }

    @Test
    void deniesWhenItsScriptFails() throws IOException {
        assertDeniesWith(Map.of("local asked = {", "error('a mistake') local asked = {"));
    }
}
