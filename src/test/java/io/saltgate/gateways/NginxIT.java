package io.saltgate.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.gate.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class NginxIT extends AnyGateway {
    NginxIT() {
        super(Gateway.NGINX);
    }

    /** It drops bodies of refusals, so the sample has them all. */
    @Test
    void knowsTheWordsOfEveryRefusal() throws IOException {
        String sample = Files.readString(Gateway.SAMPLES.resolve("nginx.conf"));
        for (Refusal refusal : Refusal.values()) {
            assertThat(sample).containsPattern(refusal.code() + " +\"" + refusal.message() + "\";");
        }
    }
}
