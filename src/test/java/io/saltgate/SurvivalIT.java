package io.saltgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.SaltgateServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The process dies at any moment of a regeneration: what was acknowledged holds, and exactly one token passes. */
class SurvivalIT {

    @Test
    void onTheEmbeddedDatabase() throws Exception {
        try (SaltgateServer server = SaltgateServer.configure().start()) {
            survives(server, 6);
        }
    }

    @Test
    void onPostgres() throws Exception {
        try (SaltgateServer server = SaltgateServer.configure().postgres().start()) {
            survives(server, 3);
        }
    }

    /** What a client knows of the tokens: those that it has seen, and whether the last one was replaced since. */
    private static final class Knowledge {
        final List<String> seen = new ArrayList<>();
        boolean lastWasReplaced;
        boolean undecided;
        Answer lastAnswer;
    }

    private static void survives(SaltgateServer server, int deaths) throws Exception {
        server.signIn().enableApi();
        for (int death = 0; death < deaths; death++) {
            Knowledge knowledge = new Knowledge();
            AtomicReference<Throwable> stopped = new AtomicReference<>();
            Console console = server.signIn();
            knowledge.seen.add(console.authToken());
            Thread client = Thread.ofPlatform().start(() -> regenerateUntilItDies(console, knowledge, stopped));
            Thread.sleep(ThreadLocalRandom.current().nextInt(20, 600));
            server.kill9();
            client.join();
            server.restart();

            String current = server.signIn().authToken();
            String last = knowledge.seen.getLast();
            assertThat(server.verify(current).status()).isEqualTo(200);
            for (String token : knowledge.seen) {
                assertThat(server.verify(token).status()).isEqualTo(token.equals(current) ? 200 : 401);
            }
            if (knowledge.lastWasReplaced) {
                assertThat(current)
                        .as("an acknowledged regeneration is not lost")
                        .isNotEqualTo(last);
            } else if (!knowledge.undecided) {
                assertThat(current)
                        .as(
                                "nothing was asked for; it is number %d of %d, the last answer was %s, the client ended with %s",
                                knowledge.seen.indexOf(current),
                                knowledge.seen.size(),
                                knowledge.lastAnswer,
                                stopped.get())
                        .isEqualTo(last);
            }
        }
    }

    private static void regenerateUntilItDies(
            Console console, Knowledge knowledge, AtomicReference<Throwable> stopped) {
        try {
            while (true) {
                String id = console.tokenId();
                knowledge.undecided = true;
                Answer answer = console.submitRegenerate(id);
                knowledge.lastAnswer = answer;
                knowledge.lastWasReplaced = answer.status() == 303;
                knowledge.undecided = false;
                String token = console.authToken();
                knowledge.seen.add(token);
                knowledge.lastWasReplaced = false;
            }
        } catch (RuntimeException | Error e) {
            stopped.set(e); // the server is gone, as it should be
        }
    }
}
