package io.saltgate.api;

import static io.saltgate.testing.OperatorApi.code;
import static io.saltgate.testing.OperatorApi.data;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** C17, C18: the same calls at the same moment, to two nodes over one database. */
class TwoNodesApiIT {

    private static final int AT_ONCE = 20;

    @TempDir
    private static Path folder;

    private static SaltgateServer one;
    private static SaltgateServer other;

    @BeforeAll
    static void start() {
        String database = TestDatabase.Postgres.createDatabase();
        one = node(database).start();
        other = node(database).start();
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
    }

    @Test
    void ofTwentyRotationsOneIsAnsweredAndItsTokenLives() throws Exception {
        data(api(one).post("/accounts", "{'name':'R','slug':'rotated'}"));
        data(api(one).post("/accounts/rotated/api/activation", null));
        for (int round = 0; round < 3; round++) {
            List<Answer> answers = atOnce("/accounts/rotated/api/token/rotation", null);

            assertThat(answers)
                    .extracting(Answer::status)
                    .containsOnly(200, 409)
                    .containsOnlyOnce(200);
            for (Answer answer : answers) {
                if (answer.status() == 200) {
                    String token = data(answer).getString("authToken");
                    assertThat(one.verify(token).status()).isEqualTo(200);
                    assertThat(other.verify(token).status()).isEqualTo(200);
                } else {
                    assertThat(code(answer)).isEqualTo("api.changed");
                }
            }
        }
    }

    @Test
    void ofTwentyCallsUnderOneKeyOneIsDone() throws Exception {
        List<Answer> accounts = atOnce("/accounts", "{'name':'Keyed'}", "Idempotency-Key", "k");
        assertThat(accounts).extracting(Answer::status).containsOnly(201);
        assertThat(accounts)
                .extracting(Answer::body)
                .containsOnly(accounts.getFirst().body());
        assertThat(data(api(other).get("/accounts?q=keyed")).getJsonArray("accounts"))
                .hasSize(1);

        List<Answer> activations = atOnce("/accounts/keyed/api/activation", null, "Idempotency-Key", "k");
        assertThat(activations).extracting(Answer::status).containsOnly(200);
        assertThat(activations)
                .extracting(answer -> data(answer).getString("authToken"))
                .containsOnly(data(activations.getFirst()).getString("authToken"));
        List<Answer> rotations = atOnce("/accounts/keyed/api/token/rotation", null, "Idempotency-Key", "k");
        assertThat(rotations).extracting(Answer::status).containsOnly(200);
        assertThat(rotations)
                .extracting(Answer::body)
                .containsOnly(rotations.getFirst().body());
        assertThat(other.verify(data(rotations.getFirst()).getString("authToken"))
                        .status())
                .isEqualTo(200);
    }

    private static List<Answer> atOnce(String path, String body, String... headers) throws Exception {
        List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
        AtOnce.run(IntStream.range(0, AT_ONCE)
                .<Runnable>mapToObj(
                        i -> () -> answers.add(api(i % 2 == 0 ? one : other).post(path, body, headers)))
                .toList());
        assertThat(answers).hasSize(AT_ONCE);
        return answers;
    }

    private static OperatorApi api(SaltgateServer node) {
        return new OperatorApi(node, SaltgateServer.OPERATOR_KEY);
    }

    private static SaltgateServer.Builder node(String database) {
        return SaltgateServer.configure()
                .postgres(database)
                .env("SALTGATE_OPERATOR_KEY", SaltgateServer.OPERATOR_KEY)
                .env("SALTGATE_KEYRING", folder.resolve("ring").toString());
    }
}
