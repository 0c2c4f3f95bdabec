package io.saltgate.operations;

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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rotation of keys by bin/keys, while two nodes over one PostgreSQL are asked. */
class KeyRotationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Tag("long")
    @Test
    void rotatesUnderLoadWithoutOneWrongAnswer() throws Exception {
        String database = TestDatabase.Postgres.createDatabase();
        Path ring = folder.resolve("ring");
        SaltgateServer one = configure(database, ring).launch();
        SaltgateServer other = configure(database, ring).launch();
        try (one;
                other) {
            one.awaitReady();
            other.awaitReady();
            Command keys = Command.beside(one, "SALTGATE_KEYRING", ring.toString());
            String first = keys.run("keys", "list").out().strip();
            List<String> tokens = new ArrayList<>();
            List<Console> owners = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Console owner = TestAccount.on(one).signIn();
                owner.enableApi();
                owners.add(owner);
                tokens.add(owner.authToken());
            }
            Console leaver = one.signIn();
            leaver.enableApi();
            String retired = leaver.authToken();
            leaver.regenerate();
            String salt = leaver.privateSalt();

            Load load = new Load(List.of(one, other), tokens, retired);
            try (load) {
                Command.Answer added = keys.run("keys", "add");
                assertThat(added.status()).as(added.err()).isZero();
                String second = keys.run("keys", "list").out().lines().toList().getLast();
                assertThat(second).isNotEqualTo(first);
                Eventually.await(
                        "both nodes have read the new key",
                        PATIENCE,
                        () -> keys.run("keys", "status")
                                        .out()
                                        .lines()
                                        .filter(line -> line.startsWith("node ") && line.contains(second))
                                        .count()
                                == 2);

                Command.Answer activated = keys.run("keys", "activate", second);
                assertThat(activated.status()).as(activated.err()).isZero();
                Command.Answer early = keys.run("keys", "remove", second);
                assertThat(early.status()).isEqualTo(1);
                assertThat(early.err()).contains("is active");
                Eventually.await(
                        () -> "sealed anew: " + keys.run("keys", "status"),
                        PATIENCE,
                        () -> one.queryNumber("select count(*) from key_ring_pass where finished_at is null") == 0
                                && one.queryNumber("select count(*) from key_ring_pass where key_id = '" + second + "'")
                                        == 6);
                assertThat(one.queryNumber(
                                "select count(*) from auth_token where sealed not like 'v1." + second + ".%'"))
                        .isZero();
                assertThat(one.queryNumber(
                                "select count(*) from api_access where sealed_salt not like 'v1." + second + ".%'"))
                        .isZero();

                Command.Answer removed = keys.run("keys", "remove", first);
                assertThat(removed.status()).as(removed.err()).isZero();
                assertThat(keys.run("keys", "list").out()).isEqualTo(first + "  removed\n" + second + "\n");
                assertThat(Files.readString(ring)).contains(first + " removed ");
                Eventually.await(
                        "both nodes have dropped the old key",
                        PATIENCE,
                        () -> keys.run("keys", "status")
                                .out()
                                .lines()
                                .filter(line -> line.startsWith("node "))
                                .noneMatch(line -> line.contains(first)));
                tokens.add(newToken(TestAccount.on(one).signIn()));
                Eventually.pause(3_000);
            }
            assertThat(load.wrong).isEmpty();
            assertThat(load.answers.get()).isGreaterThan(500);

            // What was made under the first key goes on after a restart with a ring that can't open it any longer.
            other.restart();
            for (String token : tokens) {
                assertThat(other.verify(token).status()).isEqualTo(200);
            }
            assertThat(other.verify(retired).status()).isEqualTo(401);
            assertThat(leaver.privateSalt()).isEqualTo(salt);
            leaver.regenerate(); // its chain goes on under the second key
            assertThat(owners.getFirst().authToken()).isEqualTo(tokens.getFirst());
            Command.Answer audit = Command.beside(
                            one,
                            "SALTGATE_KEYRING",
                            ring.toString(),
                            "SALTGATE_DB_URL",
                            database,
                            "SALTGATE_DB_USER",
                            "postgres",
                            "SALTGATE_DB_PASSWORD",
                            "postgres")
                    .run("verify-audit");
            // Accounts that are made by SQL have no whole chain. The system's, and the one written under both keys,
            // have.
            assertThat(audit.out().lines().filter(line -> line.startsWith("chain ")))
                    .allMatch(line ->
                            line.matches("chain \\S+ \\(account t\\w+-it\\): its end was moved, to entry \\d+"));
            assertThat(audit.out()).contains("damaged chains: 5\n");
            System.out.println("key rotation under load: " + load.answers + " answers, none wrong");
        }
    }

    @Tag("long")
    @Test
    void activatesNoKeyThatANodeLacksAndStartsNoNodeWithoutOneInUse() throws Exception {
        String database = TestDatabase.Postgres.createDatabase();
        Path ring = folder.resolve("ring");
        Path old = folder.resolve("old");
        try (SaltgateServer one = configure(database, ring).start()) {
            Files.copy(ring, old, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            Command keys = Command.beside(one, "SALTGATE_KEYRING", ring.toString());
            keys.run("keys", "add");
            String second = keys.run("keys", "list").out().lines().toList().getLast();
            try (SaltgateServer behind = configure(database, old).start()) {
                Eventually.await(
                        "both nodes are registered", PATIENCE, () -> one.queryNumber("select count(*) from node") == 2);
                Eventually.await(
                        "the node has read the key",
                        PATIENCE,
                        () -> keys.run("keys", "status").out().contains(second));
                Command.Answer refused = keys.run("keys", "activate", second);
                assertThat(refused.status()).isEqualTo(1);
                assertThat(refused.err()).contains("these nodes don't have the key " + second + " yet: ");
                behind.stop();
            }
            Eventually.await(
                    "the node has left",
                    PATIENCE,
                    () -> keys.run("keys", "activate", second).status() == 0);
            assertThat(configure(database, old).startRefused())
                    .startsWith("the key ring at " + old + " lacks the key " + second + ", which this database uses");
        }
    }

    @Test
    void rotatesOnTheEmbeddedDatabase() {
        try (SaltgateServer server = SaltgateServer.configure().start()) {
            Console owner = server.signIn();
            owner.enableApi();
            String token = owner.authToken();
            Command keys = Command.beside(server);
            String first = keys.run("keys", "list").out().strip();
            keys.run("keys", "add");
            String second = keys.run("keys", "list").out().lines().toList().getLast();
            Eventually.await(
                    "the new key is active",
                    PATIENCE,
                    () -> keys.run("keys", "activate", second).status() == 0);
            Eventually.await(
                    () -> "removed: " + keys.run("keys", "status"),
                    PATIENCE,
                    () -> keys.run("keys", "remove", first).status() == 0);
            server.restart();
            assertThat(server.verify(token).status()).isEqualTo(200);
            assertThat(server.signIn().authToken()).isEqualTo(token);
        }
    }

    private static String newToken(Console owner) {
        owner.enableApi();
        return owner.authToken();
    }

    private static SaltgateServer.Builder configure(String database, Path ring) {
        return SaltgateServer.configure().postgres(database).env("SALTGATE_KEYRING", ring.toString());
    }

    /** Asks each node for each token all the time. */
    private static final class Load implements AutoCloseable {

        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicLong answers = new AtomicLong();
        private final Map<String, Integer> wrong = new ConcurrentHashMap<>();
        private final ExecutorService threads = Executors.newCachedThreadPool();

        Load(List<SaltgateServer> nodes, List<String> tokens, String retired) {
            List<String> asked = List.copyOf(tokens);
            for (SaltgateServer node : nodes) {
                threads.execute(() -> {
                    while (!over.get()) {
                        asked.forEach(token -> ask(node, token, 200));
                        ask(node, retired, 401);
                        Eventually.pause(5);
                    }
                });
            }
        }

        private void ask(SaltgateServer node, String token, int right) {
            int status = node.verify(token).status();
            answers.incrementAndGet();
            if (status != right) {
                wrong.merge(node.port() + ": " + status + " in place of " + right, 1, Integer::sum);
            }
        }

        @Override
        public void close() {
            over.set(true);
            threads.close();
        }
    }
}
