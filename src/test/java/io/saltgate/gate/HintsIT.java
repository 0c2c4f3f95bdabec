package io.saltgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import io.saltgate.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a change on one node is on another, with hints and while they fail. Two nodes over one PostgreSQL. */
class HintsIT {

    private static final String LISTENERS =
            " from pg_stat_activity where datname = current_database() and query in ('listen saltgate_change', 'select 1')"
                    + " and pid <> pg_backend_pid()";

    /** Half of the steady interval: without hints, half of the revocations take longer. */
    private static final long SOON_MILLIS = 60;

    @TempDir
    private static Path folder;

    private static SaltgateServer one;
    private static SaltgateServer other;
    private static OperatorApi api;

    @BeforeAll
    static void start() {
        String database = TestDatabase.Postgres.createDatabase();
        one = configure(database).start();
        api = new OperatorApi(one, SaltgateServer.OPERATOR_KEY);
        other = configure(database).start();
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
    }

    private static SaltgateServer.Builder configure(String database) {
        return SaltgateServer.configure()
                .postgres(database)
                .env("SALTGATE_OPERATOR_KEY", SaltgateServer.OPERATOR_KEY)
                .env("SALTGATE_KEYRING", folder.resolve("ring").toString());
    }

    @Test
    void aRevocationHoldsOnTheOtherNodeAtOnce() {
        List<Long> millis = revoke(40);

        System.out.println("held on the other node after, in ms: " + millis);
        assertThat(millis.get(millis.size() / 2)).as("half of %s", millis).isLessThan(SOON_MILLIS);
    }

    @Test
    void withoutAListenerTheBoundStillHolds() throws Exception {
        try (ExecutorService cutting = Executors.newSingleThreadExecutor()) {
            Future<?> cut = cutting.submit(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    cutListeners();
                    Eventually.pause(20);
                }
            });
            List<Long> millis = revoke(15);
            cut.cancel(true);
            cutting.shutdownNow();

            assertThat(millis.getLast()).as("the last of %s", millis).isLessThan(1_000);
        }
        Eventually.await("hints again", Duration.ofSeconds(60), () -> revoke(5).get(2) < SOON_MILLIS);
    }

    @Test
    void aQuestionWithAReceiptIsNeverAnsweredFromBefore() {
        String path = "/accounts/" + TestAccount.on(one).slug() + "/api";
        String token = OperatorApi.data(api.post(path + "/activation", null)).getString("authToken");
        for (int i = 0; i < 40; i++) {
            boolean pause = i % 2 == 0;
            if (i == 20) {
                cutListeners();
            }
            other.verify(token); // so that it is remembered
            String receipt =
                    api.post(path + (pause ? "/pause" : "/resumption"), null).header("X-Saltgate-Change");
            long asked = System.nanoTime();
            Answer answer = other.verify(token, "X-Saltgate-After", receipt);

            assertThat(answer.status()).as("%s", answer).isEqualTo(pause ? 403 : 200);
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(1));
        }
    }

    private static void cutListeners() {
        one.queryNumber("select count(pg_terminate_backend(pid))" + LISTENERS);
    }

    /** How long a token that was rotated away on one node was still allowed on the other, ascending. */
    private static List<Long> revoke(int times) {
        String path = "/accounts/" + TestAccount.on(one).slug() + "/api";
        String token = OperatorApi.data(api.post(path + "/activation", null)).getString("authToken");
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            String old = token;
            Eventually.await(
                    "allowed", Duration.ofSeconds(5), () -> other.verify(old).status() == 200);
            token = OperatorApi.data(api.post(path + "/token/rotation", null)).getString("authToken");
            long revoked = System.nanoTime();
            long last = revoked;
            for (long begun = revoked; other.verify(old).status() == 200; begun = System.nanoTime()) {
                last = begun;
            }
            millis.add((last - revoked) / 1_000_000);
        }
        return millis.stream().sorted().toList();
    }
}
