package io.saltgate.operations;

import io.saltgate.testing.SaltgateServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command of {@code bin} as operators run it, beside a node. */
record Command(Map<String, String> environment) {

    record Answer(int status, String out, String err) {}

    /** With the data directory of a server, and more configuration as pairs. */
    static Command beside(SaltgateServer server, String... more) {
        Map<String, String> environment = new HashMap<>();
        environment.put("SALTGATE_DATA_DIR", server.dataDir().toString());
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return new Command(environment);
    }

    Answer run(String name, String... arguments) {
        try {
            String[] command = new String[arguments.length + 1];
            command[0] = Path.of("bin", name).toAbsolutePath().toString();
            System.arraycopy(arguments, 0, command, 1, arguments.length);
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().keySet().removeIf(key -> key.startsWith("SALTGATE_"));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment()
                    .put(
                            "SALTGATE_WAR",
                            Path.of(System.getProperty("saltgate.war", "target/saltgate.war"))
                                    .toAbsolutePath()
                                    .toString());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            byte[] out = process.getInputStream().readAllBytes();
            byte[] err = process.getErrorStream().readAllBytes();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                throw new AssertionError("bin/" + name + " does not end");
            }
            return new Answer(
                    process.exitValue(),
                    new String(out, StandardCharsets.UTF_8),
                    new String(err, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
