package io.saltgate.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.SaltgateServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs Saltgate on a named server as {@code bin/run --server} does, with a data directory and a port of its own. */
final class ServedSaltgate implements AutoCloseable, Console.Site {

    static final String EMAIL = "meera@example.com";
    static final String PASSWORD = "a password of my own";
    static final String OPERATOR_KEY = "an-operator-key-of-the-tests-0123456789";

    private static final Duration PATIENCE = Duration.ofMinutes(8); // with the download of a server
    private static final List<String> ALL =
            List.of("payara-micro", "payara-micro-7old", "payara-micro-6", "glassfish", "wildfly");

    /** Where each server looks for a newer WAR, below the data directory; {@code %d} is the port. */
    private static final Map<String, String> DEPLOYED = Map.of(
            "wildfly", "run/%d/standalone/deployments/saltgate.war",
            "glassfish", "glassfish-%d/saltgate/autodeploy/saltgate.war");

    private final String server;
    private final Path project;
    private final Path folder;
    private final Path output;
    private final int port;
    private Process process;

    /** @param project what is run; its {@code target} holds the WAR and the servers */
    ServedSaltgate(String server, Path project, Path folder) throws IOException, InterruptedException {
        this.server = server;
        this.project = project.toAbsolutePath();
        this.folder = Files.createDirectories(folder);
        this.output = folder.resolve("output");
        this.port = SaltgateServer.freePort();
        shell(project, ". bin/lib/common.sh; build_stamp \"$(sources_sum)\" >\"$built\"");
    }

    /** Gives the servers that this run is about: {@code -Dsaltgate.others}, one name or {@code all}. */
    static Stream<String> servers() {
        String asked = System.getProperty("saltgate.others", "all");
        return ALL.stream().filter(each -> asked.equals("all") || asked.equals(each));
    }

    /** Gives those of {@link #servers} that take a newer WAR while they run. */
    static Stream<String> redeployingServers() {
        return servers().filter(DEPLOYED::containsKey);
    }

    static void shell(Path folder, String command) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("bash", "-c", command)
                .directory(folder.toAbsolutePath().toFile())
                .inheritIO()
                .start();
        assertThat(shell.waitFor()).as(command).isZero();
    }

    /** Starts it and waits until it is ready. */
    void start() throws IOException {
        launch();
        Eventually.await(() -> "ready: " + output(), PATIENCE, () -> {
            assertThat(process.isAlive()).as(output()).isTrue();
            return output().contains("The log is ");
        });
    }

    /** Starts it where it can't start, and gives what {@code bin/run} said. */
    String startRefused() throws IOException, InterruptedException {
        launch();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(output())
                .isTrue();
        assertThat(process.exitValue()).as(output()).isOne();
        return output();
    }

    private void launch() throws IOException {
        Files.deleteIfExists(output);
        ProcessBuilder builder = new ProcessBuilder("bin/run", "--server", server)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("SALTGATE_"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("PORT", Integer.toString(port));
        environment.put("SALTGATE_DATA_DIR", data().toString());
        environment.put("SALTGATE_OPERATOR_KEY", OPERATOR_KEY);
        environment.put("SALTGATE_WEBHOOKS_ALLOW", "127.0.0.0/8");
        process = builder.start();
    }

    void stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor()).as(output()).isZero();
    }

    /** Sets up the owner by the one-time code and signs in. */
    Console firstRun() throws IOException {
        Answer done = Console.at(this)
                .post(
                        "/setup",
                        "code",
                        Files.readString(data().resolve("setup-code")).strip(),
                        "name",
                        "Meera",
                        "email",
                        EMAIL,
                        "password",
                        PASSWORD,
                        "account",
                        "Acme");
        assertThat(done.status()).as(done.toString()).isEqualTo(303);
        return Console.at(this).signIn(EMAIL, PASSWORD);
    }

    /** Deploys the WAR again as an administrator does, by a newer file in the folder that the server watches. */
    void redeploy() {
        long before = starts();
        try {
            Files.setLastModifiedTime(
                    data().resolve(DEPLOYED.get(server).formatted(port)), FileTime.from(Instant.now()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Eventually.await(() -> "deployed again: " + log(), PATIENCE, () -> starts() > before && isUp());
    }

    private long starts() {
        return log().lines()
                .filter(line -> line.contains("Checking the database ..."))
                .count();
    }

    private boolean isUp() {
        try {
            return Console.at(this).get("/signin").status() < 400
                    && Console.at(this).get("/health/ready").status() == 200;
        } catch (UncheckedIOException e) {
            return false; // no port at this moment
        }
    }

    private String log() {
        String start = "The log is ";
        return output().lines()
                .filter(line -> line.startsWith(start))
                .map(line -> read(Path.of(line.substring(start.length()))))
                .findFirst()
                .orElseThrow();
    }

    Path data() {
        return folder.resolve("data");
    }

    private String output() {
        return Files.exists(output) ? read(output) : "";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    @Override
    public String url() {
        return "http://localhost:" + port;
    }

    @Override
    public String address() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        if (process != null) {
            List<ProcessHandle> started = process.descendants().toList();
            process.destroyForcibly();
            started.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Override
    public String toString() {
        return String.join(" on port ", Arrays.asList(server, Integer.toString(port)));
    }
}
