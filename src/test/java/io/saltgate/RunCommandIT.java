package io.saltgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Eventually;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/run} as a person starts it, in a copy of the project that is built already. */
class RunCommandIT {

    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final long MEGABYTE = 1_000_000;

    @TempDir
    private Path folder;

    private Path data;
    private Path output;
    private Process process;
    private int port;

    @BeforeEach
    void copyProject() throws IOException, InterruptedException {
        data = folder.resolve("a data dir");
        output = folder.resolve("output");
        port = SaltgateServer.freePort();
        Path project = Files.createDirectories(folder.resolve("project/target/server"))
                .getParent()
                .getParent();
        shell(Path.of(""), "cp -r bin pom.xml '" + project + "'");
        link(project.resolve("target/saltgate.war"), System.getProperty("saltgate.war", "target/saltgate.war"));
        link(
                project.resolve("target/server/payara-micro.jar"),
                System.getProperty("saltgate.server", "target/server/payara-micro.jar"));
        shell(project, ". bin/lib/common.sh; build_stamp \"$(sources_sum)\" >\"$built\"");
    }

    @AfterEach
    void kill() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void tellsEachStepOfAStartInPlainLines() throws Exception {
        launch(Map.of());
        Eventually.await("a first line", Duration.ofSeconds(1), () -> !output().isEmpty());
        awaitReady();

        assertThat(output().lines().toList())
                .hasSizeGreaterThanOrEqualTo(7)
                .contains("Starting the server on 127.0.0.1, port " + port + " ...", "Checking the database ...")
                .anyMatch(line -> line.matches("Migrating the database: [0-9]+ to apply \\.\\.\\."))
                .anyMatch(line -> line.matches("Migrated the database: [0-9]+ applied in [0-9]+ s"))
                .anyMatch(line -> line.equals("Saltgate is ready at http://localhost:" + port))
                .anyMatch(line -> line.matches("First run: open http://localhost:.*/setup and enter .*"))
                .allMatch(line -> line.matches("\\P{Cntrl}+"), "no control characters")
                .noneMatch(line -> line.startsWith("Building"));
        Path log = data.resolve("log/server-" + port + ".0.log");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo("rw-------");
        assertThat(stop()).isZero();
        long before = Files.size(log);

        launch(Map.of());
        awaitReady();

        assertThat(output())
                .contains("Checking the database ...", "Saltgate is ready at")
                .doesNotContain("Building", "Migrating");
        assertThat(Files.size(log)).as("goes on in the same log").isGreaterThan(before);
        assertThat(stop()).isZero();
    }

    @Test
    void saysWhyItCanNotStartAndEnds() throws Exception {
        launch(Map.of("SALTGATE_OPERATOR_KEY", "hunter2"));

        assertThat(process.waitFor()).isOne();
        assertThat(output()).contains("Saltgate cannot start: saltgate.operator.key is too easy to guess");
    }

    /** C9 and C38: at the finest level the log is larger than its bound before the application is there. */
    @Test
    @Tag("long")
    void startsWithEveryLoggerAtTheFinestLevelAndKeepsTheLogWithinItsBound() throws Exception {
        launch(Map.of(
                "SALTGATE_LOG_LEVELS", "root=FINEST",
                "SALTGATE_LOG_FILES", "3",
                "SALTGATE_LOG_SIZE", "1",
                "SALTGATE_JAVA_OPTS", "-XX:TieredStopAtLevel=1"));
        awaitReady();
        assertThat(Http.get("http://127.0.0.1:" + port + "/setup").status()).isEqualTo(200);
        assertThat(stop()).isZero();

        assertThat(logs())
                .extracting(log -> log.getFileName().toString())
                .containsExactlyInAnyOrder(
                        "server-" + port + ".0.log",
                        "server-" + port + ".1.log",
                        "server-" + port + ".2.log",
                        "console-" + port + ".log");
        for (Path log : logs()) {
            assertThat(Files.size(log)).as(log.toString()).isLessThan(MEGABYTE * 11 / 10);
        }
    }

    @Test
    void namesASettingOfTheLogThatCanNotBeMeant() throws Exception {
        launch(Map.of("SALTGATE_LOG_FILES", "many"));

        assertThat(process.waitFor()).isOne();
        assertThat(output()).contains("SALTGATE_LOG_FILES must be a number from 1 to 999, not 'many'.");
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("log"))) {
            return files.filter(file -> !file.toString().endsWith(".lck")).toList();
        }
    }

    private void launch(Map<String, String> settings) throws IOException {
        Files.deleteIfExists(output);
        ProcessBuilder builder = new ProcessBuilder(
                        folder.resolve("project/bin/run").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("SALTGATE_"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("PORT", Integer.toString(port));
        environment.put("SALTGATE_DATA_DIR", data.toString());
        environment.putAll(settings);
        process = builder.start();
    }

    private void awaitReady() {
        Eventually.await(() -> "ready: " + output(), PATIENCE, () -> {
            assertThat(process.isAlive()).as(output()).isTrue();
            return output().contains("The log is ");
        });
    }

    private int stop() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    private String output() {
        try {
            return Files.exists(output) ? Files.readString(output) : "";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void link(Path link, String target) throws IOException {
        Files.createSymbolicLink(link, Path.of(target).toAbsolutePath());
    }

    private static void shell(Path folder, String script) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", script));
        Process process = new ProcessBuilder(command)
                .directory(folder.toAbsolutePath().toFile())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).as(script).isZero();
    }
}
