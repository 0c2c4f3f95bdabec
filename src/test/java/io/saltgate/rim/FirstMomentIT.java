package io.saltgate.rim;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.SaltgateServer;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** C11: from the first moment on a port is closed, or what answers is ours. */
class FirstMomentIT {

    @Test
    void answersInOurWordsFromTheFirstMoment() {
        start();
    }

    @Test
    @Tag("long")
    void doesSoAtEveryStart() {
        for (int i = 0; i < 20; i++) {
            start();
        }
    }

    private static void start() {
        try (SaltgateServer server = SaltgateServer.configure().gatePort().launch()) {
            Map<String, Integer> answers = new TreeMap<>();
            int connected = 0;
            for (int i = 0; connected < 300; i++) {
                assertThat(server.isAlive()).isTrue();
                int port = i % 2 == 0 ? server.port() : server.gatePort();
                String target = i % 4 < 2 ? "/a%%3" : "/nothing";
                try {
                    String answer = RawClient.exchange(
                            port, "GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                    answers.merge(answer.lines().findFirst().orElse("nothing"), 1, Integer::sum);
                    assertThat(answer)
                            .as("%s after %s", target, answers)
                            .matches("(?s)HTTP/1.1 (400|404|503) .*")
                            .doesNotContain("Payara", "GlassFish")
                            .contains("Content-Security-Policy");
                    connected++;
                } catch (UncheckedIOException e) {
                    pause(); // nothing listens
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
