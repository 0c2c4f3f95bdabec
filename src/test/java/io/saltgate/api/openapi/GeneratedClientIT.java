package io.saltgate.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.SaltgateServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that the OpenAPI Generator makes of the committed document compiles, and does a product's work. */
@Tag("long")
class GeneratedClientIT {

    private static final Path GENERATOR = Path.of("target", "openapi-generator", "openapi-generator-cli.jar");
    private static final Path PROGRAM = Path.of("src", "test", "resources", "client", "Provision.java");

    private final SaltgateServer server = SaltgateServer.shared();

    @TempDir
    private Path folder;

    @Test
    void provisionsAnAccount() throws IOException, InterruptedException {
        Path sources = folder.resolve("client");
        run(
                java("java"),
                "-jar",
                GENERATOR.toString(),
                "generate",
                "--input-spec=docs/openapi.json",
                "--generator-name=java",
                "--library=native",
                "--output=" + sources,
                "--invoker-package=client",
                "--api-package=client.api",
                "--model-package=client.model",
                "--global-property=apiTests=false,modelTests=false,apiDocs=false,modelDocs=false",
                "--additional-properties=useJackson3=true,useJakartaEe=true,openApiNullable=false");

        Path classes = Files.createDirectory(folder.resolve("classes"));
        List<String> compile = new ArrayList<>(List.of(
                java("javac"),
                "-proc:none",
                "-nowarn",
                "-d",
                classes.toString(),
                "-cp",
                classPath(),
                PROGRAM.toString()));
        compile.addAll(files(sources.resolve("src/main/java")));
        run(compile.toArray(String[]::new));

        String slug = "c" + UUID.randomUUID().toString().substring(0, 8).toLowerCase(Locale.ROOT);
        assertThat(run(
                                java("java"),
                                "-cp",
                                classes + System.getProperty("path.separator") + classPath(),
                                "Provision",
                                server.address() + "/api/v1",
                                SaltgateServer.OPERATOR_KEY,
                                slug)
                        .lines())
                .containsExactly(
                        "[created, " + slug + ", false]",
                        "[again, true]",
                        "[invited, owner@" + slug + ".example]",
                        "[enabled, true, true]",
                        "[added, [127.0.0.1 added, 2001:db8::/32 added]]",
                        "[listed, [127.0.0.1 null, 2001:db8::/32 office]]",
                        "[who, true]",
                        "[refused, 422, email.invalid]",
                        "[closed, " + slug + "]");
    }

    private static String java(String command) {
        return Path.of(System.getProperty("java.home"), "bin", command).toString();
    }

    /** That of this test, which has the libraries that the client needs: Jackson 3 and Jakarta's annotations. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".java"))
                    .toList();
        }
    }

    private String run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(3, TimeUnit.MINUTES);
        process.destroyForcibly();
        String text = Files.readString(output);
        assertThat(ended && process.exitValue() == 0)
                .as(command[0] + ": " + text)
                .isTrue();
        return text;
    }
}
