package io.saltgate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.Http;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What Prometheus reads of a running server, and the dashboard that goes by it. */
class MetricsIT {

    private static final Pattern SAMPLE = Pattern.compile("(?m)^(saltgate_[a-z_]+)(?:\\{[^}]*\\})? ");
    private static final Pattern NAME = Pattern.compile("saltgate_[a-z_]+");

    private final SaltgateServer server = SaltgateServer.shared();
    private final OperatorApi api = OperatorApi.onShared();

    @Test
    void countsDecisionsByOutcomeAndTheirTime() {
        TestAccount account = TestAccount.onShared();
        Console owner = account.signIn();
        owner.enableApi();
        String token = owner.authToken();
        double allowed = value("saltgate_decisions_total{outcome=\"allowed\"}");
        double paused = value("saltgate_decisions_total{outcome=\"api.paused\"}");
        double observed = value("saltgate_decision_seconds_count");

        for (int i = 0; i < 7; i++) {
            assertThat(server.verify(token).status()).isEqualTo(200);
        }
        owner.pause();
        Eventually.await(
                "paused", Duration.ofSeconds(5), () -> server.verify(token).status() == 403);

        assertThat(value("saltgate_decisions_total{outcome=\"allowed\"}")).isGreaterThanOrEqualTo(allowed + 7);
        assertThat(value("saltgate_decisions_total{outcome=\"api.paused\"}")).isGreaterThan(paused);
        assertThat(value("saltgate_decision_seconds_count")).isGreaterThanOrEqualTo(observed + 8);
        assertThat(value("saltgate_gate_poll_age_seconds")).isBetween(0.0, 60.0);
        assertThat(value("saltgate_gate_cached_accounts")).isPositive();
        assertThat(value("saltgate_gate_reads_total")).isPositive();
    }

    @Test
    void countsSignInsByOutcome() {
        TestAccount account = TestAccount.onShared();
        double succeeded = value("saltgate_sign_ins_total{outcome=\"succeeded\"}");
        double failed = value("saltgate_sign_ins_total{outcome=\"failed\"}");

        account.signIn();
        Answer wrong =
                Console.at(server).post("/signin", "email", account.ownerEmail(), "password", "not the password");

        assertThat(wrong.status()).isNotEqualTo(303);
        assertThat(value("saltgate_sign_ins_total{outcome=\"succeeded\"}")).isGreaterThan(succeeded);
        assertThat(value("saltgate_sign_ins_total{outcome=\"failed\"}")).isGreaterThan(failed);
    }

    @Test
    void hasNoTokenAddressOrAccountInIt() {
        TestAccount account = TestAccount.onShared();
        Console owner = account.signIn();
        owner.enableApi();
        server.verify(owner.authToken());
        assertThat(metrics()).doesNotContain(account.slug(), account.id().toString(), "127.0.0.1", "sg_");
        assertThat(Http.get(server.address() + "/api/v1/metrics").status()).isEqualTo(401);
    }

    @Test
    void theDashboardAndTheGuideNameMetricsThatExist() throws IOException {
        Set<String> there = SAMPLE.matcher(metrics())
                .results()
                .map(sample -> sample.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> shown = names("server-config/grafana/saltgate.json");
        assertThat(there).containsAll(shown);
        Set<String> described = names("docs/operator.md");
        assertThat(described)
                .isEqualTo(there.stream()
                        .map(name -> name.replaceFirst("^(saltgate_decision_seconds)_.*$", "$1"))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Set<String> names(String file) throws IOException {
        return NAME.matcher(Files.readString(Path.of(file)))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private double value(String sample) {
        String start = sample + " ";
        return metrics()
                .lines()
                .filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(start.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + sample));
    }

    private String metrics() {
        Answer answer = api.get("/metrics");
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }
}
