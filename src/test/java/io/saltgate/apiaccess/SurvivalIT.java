package io.saltgate.apiaccess;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.SaltgateServer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * Killed at any moment, Saltgate comes back with one living token, and with every change that it had acknowledged. How
 * often it is killed is {@code -Dsaltgate.survival}: twelve times in a full run, when the file is old enough to reuse
 * freed space; some releases of H2 lose commits then.
 */
class SurvivalIT {

    private static final int H2_ROUNDS = Integer.getInteger("saltgate.survival", 2);
    private static final int POSTGRES_ROUNDS = Math.min(H2_ROUNDS, 3);

    @Test
    void losesNoAcknowledgedChangeOnTheEmbeddedDatabase() throws InterruptedException {
        survive(SaltgateServer.configure(), H2_ROUNDS);
    }

    @Test
    void losesNoAcknowledgedChangeOnPostgres() throws InterruptedException {
        survive(SaltgateServer.configure().postgres(), POSTGRES_ROUNDS);
    }

    private static void survive(SaltgateServer.Builder configuration, int rounds) throws InterruptedException {
        try (SaltgateServer server = configuration.start()) {
            Console owner = server.signIn();
            owner.enableApi();
            Rotations rotations = new Rotations(owner);
            rotations.known.add(owner.authToken());
            for (int round = 0; round < rounds; round++) {
                int done = rotations.acknowledged;
                Thread worker = Thread.ofPlatform().start(rotations);
                Eventually.await(
                        "a first rotation",
                        Duration.ofSeconds(20),
                        () -> rotations.acknowledged > done || !worker.isAlive());
                Thread.sleep(ThreadLocalRandom.current().nextInt(200)); // the moment is meant to be any
                server.kill9();
                worker.join();
                assertThat(rotations.failure).isNull();

                server.restart();
                assertOneLives(server, rotations, owner.authToken());
            }
            assertThat(rotations.acknowledged).isGreaterThanOrEqualTo(rounds);
        }
    }

    private static void assertOneLives(SaltgateServer server, Rotations rotations, String current) {
        rotations.known.add(current);
        assertThat(rotations.retired.indexOf(current))
                .as("place of the living token among the " + rotations.retired.size() + " that were retired")
                .isNegative();
        for (String token : rotations.known) {
            assertThat(server.verify(token).status()).isEqualTo(token.equals(current) ? 200 : 401);
        }
    }

    /** Regenerates and reads the new token, again and again, until nobody answers. */
    private static final class Rotations implements Runnable {

        private final Console owner;

        /** In clear, oldest first. */
        private final Set<String> known = new LinkedHashSet<>();

        /** Those that an acknowledged rotation replaced, in their order. */
        private final List<String> retired = new CopyOnWriteArrayList<>();

        private volatile int acknowledged;
        private volatile Throwable failure;

        Rotations(Console owner) {
            this.owner = owner;
        }

        @Override
        @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
        public void run() {
            try {
                String current = owner.authToken();
                while (true) {
                    known.add(current);
                    Answer answer = owner.submitRegenerate(owner.tokenId());
                    if (answer.status() != 303 || !answer.location().endsWith("/settings/api")) {
                        throw new AssertionError("not regenerated: " + answer);
                    }
                    retired.add(current);
                    acknowledged++;
                    current = owner.authToken();
                }
            } catch (UncheckedIOException e) {
                // The server is dead.
            } catch (Throwable e) {
                failure = e;
            }
        }
    }
}
