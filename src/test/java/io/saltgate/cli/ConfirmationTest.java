package io.saltgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Receiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked on a terminal, and what an answer leads to. */
class ConfirmationTest {

    private static final String PLAN = """
            {"status":1,"messages":[],"data":{"dryRun":true,"mode":"enforced","added":[{"address":"10.0.0.1",
            "label":null,"expiresAt":null}],"changed":[],"removed":[],"unchanged":0,"shutOut":[],
            "shutOutAddresses":0,"shutOutCalls":0,"shutsOutAll":%s}}""";

    @TempDir
    Path dir;

    @Test
    void appliesAfterAYesAndShowsThePlanBeforeIt() throws IOException {
        try (Receiver server = Receiver.start(plans("false", "false", "false"))) {
            CommandRun run = apply(server, "y\n", true);
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err()).isEqualTo("Apply it? [y/N] ");
            assertThat(run.out()).contains("+  10.0.0.1", "Applied: 1 added");
            assertThat(server.requests().stream().map(request -> request.line().split(" ")[1]))
                    .containsExactly(
                            "/api/v1/accounts/acme/ip-whitelist?dryRun=true",
                            "/api/v1/accounts/acme/ip-whitelist?dryRun=true",
                            "/api/v1/accounts/acme/ip-whitelist");
        }
    }

    @Test
    void doesNothingAfterAnythingElse() throws IOException {
        for (String answer : new String[] {"n\n", "\n", "", "yes please\n"}) {
            try (Receiver server = Receiver.start(plans("false"))) {
                CommandRun run = apply(server, answer, true);
                assertThat(run.exitCode()).isEqualTo(5);
                assertThat(run.err()).endsWith("saltgate: No changes were made.\n");
                assertThat(server.requests()).hasSize(1);
            }
        }
    }

    @Test
    void doesNothingIfTheListChangedWhileSomeoneReadThePlan() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        try (Receiver server = Receiver.start((request, out, socket) -> answer(
                        calls.incrementAndGet() == 1
                                ? PLAN.formatted("false")
                                : PLAN.formatted("false").replace("0.1", "0.2"))
                .answer(request, out, socket))) {
            CommandRun run = apply(server, "y\n", true);
            assertThat(run.exitCode()).isEqualTo(5);
            assertThat(run.err()).contains("was changed while you read this");
            assertThat(server.requests())
                    .hasSize(2)
                    .allMatch(request -> request.line().contains("dryRun=true"));
        }
    }

    @Test
    void refusesWithoutATerminalAndALockOutEvenWithOne() throws IOException {
        try (Receiver server = Receiver.start(plans("false"))) {
            CommandRun run = apply(server, "y\n", false);
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("--yes");
        }
        try (Receiver server = Receiver.start(plans("true"))) {
            CommandRun run = apply(server, "y\n", true);
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("--force").doesNotContain("[y/N]");
            assertThat(server.requests()).hasSize(1);
        }
    }

    private CommandRun apply(Receiver server, String input, boolean hasTerminal) throws IOException {
        return CommandRun.of(
                Map.of("SALTGATE_URL", "http://127.0.0.1:" + server.port(), "SALTGATE_OPERATOR_KEY", "key"),
                input,
                hasTerminal,
                "whitelist",
                "apply",
                "-a",
                "acme",
                "-f",
                Files.writeString(dir.resolve("list.txt"), "10.0.0.1\n").toString());
    }

    private static Receiver.Answering plans(String... shutsOutAll) {
        AtomicInteger calls = new AtomicInteger();
        return (request, out, socket) ->
                answer(PLAN.formatted(shutsOutAll[calls.getAndIncrement()])).answer(request, out, socket);
    }

    private static Receiver.Answering answer(String body) {
        return (request, out, socket) -> {
            out.write(Receiver.text(
                    "HTTP/1.1 200 OK", "Content-Type: application/json", "Content-Length: " + body.length(), "", ""));
            out.write(body.getBytes(UTF_8));
        };
    }
}
