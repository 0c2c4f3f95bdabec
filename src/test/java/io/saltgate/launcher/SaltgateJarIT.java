package io.saltgate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Eventually;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** saltgate.jar as it is given to others, started with {@code java -jar} and nothing else. */
@Tag("long")
class SaltgateJarIT {

    private static final Path JAR = Path.of("target/saltgate.jar").toAbsolutePath();

    private int port;
    private Process process;

    @TempDir
    private Path folder;

    @BeforeEach
    void choosePort() throws IOException {
        port = SaltgateServer.freePort();
    }

    @AfterEach
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Test
    void startsServesAndEndsAtASignal() throws Exception {
        int gatePort = SaltgateServer.freePort();
        Path data = Files.createDirectory(
                folder.resolve("data"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        start(Map.of("SALTGATE_GATE_PORT", Integer.toString(gatePort)));

        Eventually.await("ready", Duration.ofSeconds(120), () -> said().contains("Saltgate is ready at"));

        assertThat(Http.get(address(port) + "/health/ready").status()).isEqualTo(200);
        assertThat(Http.get(address(port) + "/setup").status()).isEqualTo(200);
        assertThat(Http.get(address(gatePort) + "/verify").header("X-Refusal")).isEqualTo("token.missing");
        assertThat(Http.get(address(gatePort) + "/setup").status()).isEqualTo(404);
        assertThat(said()).contains("http://localhost:" + port + "/setup");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwxr-x---");

        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("ended by the signal").isEqualTo(143);
    }

    @Test
    void endsWhereTheApplicationCannotStart() throws Exception {
        start(Map.of("SALTGATE_GATE_BOUND", "soon"));

        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(said()).contains("saltgate.gate.bound", "Saltgate did not start; the log says why.");
    }

    @Test
    void refusesAWrongVariableBeforeAnythingElse() throws Exception {
        start(Map.of("SALTGATE_BODY_THREADS", "many"));

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(said().strip()).isEqualTo("SALTGATE_BODY_THREADS must be a number from 2 to 9999, not 'many'.");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    private void start(Map<String, String> variables) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-jar", JAR.toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("SALTGATE_"));
        builder.environment().putAll(variables);
        builder.environment().put("PORT", Integer.toString(port));
        builder.environment().put("SALTGATE_DATA_DIR", folder.resolve("data").toString());
        process = builder.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private String said() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String address(int port) {
        return "http://127.0.0.1:" + port;
    }
}
