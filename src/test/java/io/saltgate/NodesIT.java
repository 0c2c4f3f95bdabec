package io.saltgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import io.saltgate.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes over one PostgreSQL, from their first start at the same moment. */
class NodesIT {

    @TempDir
    private Path folder;

    @Test
    void servesOnlyWithTheOneKeyRing() {
        String database = TestDatabase.Postgres.createDatabase();
        SaltgateServer one = SaltgateServer.configure().postgres(database).launch();
        SaltgateServer other = SaltgateServer.configure().postgres(database).launch();
        try (one;
                other) {
            List<Optional<String>> outcomes = List.of(one.awaitOutcome(), other.awaitOutcome());

            assertThat(outcomes).containsOnlyOnce(Optional.empty());
            assertThat(outcomes.stream().flatMap(Optional::stream))
                    .allMatch(sentence -> sentence.startsWith("this database belongs to a key ring that is not at "));
        }
    }

    @Test
    void agreesOnPeopleSessionsAndTokens() throws Exception {
        String database = TestDatabase.Postgres.createDatabase();
        Path ring = folder.resolve("ring");
        SaltgateServer one = configure(database, ring).launch();
        SaltgateServer other = configure(database, ring).launch();
        try (one;
                other) {
            one.awaitReady();
            other.awaitReady();
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files).containsExactly(ring);
            }
            assertThat(Files.readAllLines(ring))
                    .filteredOn(line -> line.matches("[0-9A-Za-z]{8} .*"))
                    .hasSize(1);

            Console owner = TestAccount.on(one).signIn();
            Console elsewhere = owner.at(other, owner.cookie());
            owner.enableApi();
            String token = elsewhere.authToken();
            assertThat(one.verify(token).status()).isEqualTo(200);
            assertThat(other.verify(token).status()).isEqualTo(200);

            List<String> retired = new ArrayList<>(List.of(token));
            for (int i = 0; i < 4; i++) {
                Console here = i % 2 == 0 ? owner : elsewhere;
                here.regenerate();
                assertRefusedEverywhere(retired, one, other);
                retired.add(here.authToken());
            }
            owner.disable();
            assertRefusedEverywhere(retired, one, other);

            assertThat(elsewhere.apiPage().status()).isEqualTo(200);
            owner.signOut();
            assertThat(elsewhere.apiPage().location()).startsWith("/signin");
        }
    }

    private static SaltgateServer.Builder configure(String database, Path ring) {
        return SaltgateServer.configure().postgres(database).env("SALTGATE_KEYRING", ring.toString());
    }

    private static void assertRefusedEverywhere(List<String> tokens, SaltgateServer... nodes) {
        for (SaltgateServer node : nodes) {
            for (String token : tokens) {
                Eventually.await(
                        "refused within the bound",
                        Duration.ofSeconds(1),
                        () -> node.verify(token).status() == 401);
            }
        }
    }
}
