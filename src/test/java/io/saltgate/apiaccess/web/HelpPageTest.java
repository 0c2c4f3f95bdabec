package io.saltgate.apiaccess.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.saltgate.gate.Refusal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the help pages tell integrators to run is run here, by the interpreters that the machine has. */
class HelpPageTest {

    /** As on the page: salt, document id, mac. */
    private static final List<String> VECTOR =
            List.of("test-private-salt", "01HN8Z2K7M9P4Q5R6S7T8U9V0", "5e6eb6b6d6c81e0f2b096cdf2e14f56dc28b5432");

    private static final Map<String, Runner> RUNNERS = Map.of(
            "webhooks.mjs",
            new Runner("node", "webhooks.mjs", code -> code + """

                    const [salt, documentId, mac] = process.argv.slice(2);
                    console.log(isGenuine({ documentId, mac }, salt));
                    """),
            "webhooks.py",
            new Runner("python3", "webhooks.py", code -> code + """

                    import sys
                    print(str(is_genuine({"documentId": sys.argv[2], "mac": sys.argv[3]}, sys.argv[1])).lower())
                    """),
            "webhooks.php",
            new Runner("php", "webhooks.php", code -> code + """

                    echo isGenuine(['documentId' => $argv[2], 'mac' => $argv[3]], $argv[1]) ? 'true' : 'false';
                    """),
            "Webhooks.java.txt",
            new Runner(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "Webhooks.java",
                    code -> code.substring(0, code.lastIndexOf('}')) + """

                            public static void main(String[] args) throws Exception {
                                System.out.println(isGenuine(args[1], args[2], args[0]));
                            }
                        }
                        """));

    /**
     * Runs a sample with salt, id and mac as arguments; it prints true or false.
     *
     * @param program the sample with a call behind it
     */
    private record Runner(String command, String file, UnaryOperator<String> program) {}

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"webhooks.mjs", "webhooks.py", "webhooks.php", "Webhooks.java.txt"})
    void tellsGenuineWebhooksFromOthers(String file) throws Exception {
        HelpPage.Sample sample = HelpPage.Sample.of("any", file);
        String salt = VECTOR.get(0);
        String id = VECTOR.get(1);
        String mac = VECTOR.get(2);

        assertThat(run(sample, salt, id, mac)).isEqualTo("true");
        assertThat(run(sample, salt, id, mac + "zz")).isEqualTo("false");
        assertThat(run(sample, salt, id, "ä".repeat(20))).isEqualTo("false");
        assertThat(run(sample, salt, id + "x", mac)).isEqualTo("false");
        // By: printf %s 'Zeuge-ä-😊' | openssl dgst -sha1 -hmac test-private-salt
        assertThat(run(sample, salt, "Zeuge-ä-😊", "577a81d68176296200042c8cf784ebc984e78423"))
                .isEqualTo("true");
    }

    @Test
    void showsTheVectorThatTheSamplesAreTestedWith() throws IOException {
        assertThat(template("webhooks")).contains(VECTOR);
    }

    @Test
    void explainsEveryRefusalOfTheGate() throws IOException {
        assertThat(template("api"))
                .contains(Arrays.stream(Refusal.values())
                        .map(refusal -> refusal.status() + " " + refusal.code())
                        .toList());
    }

    private String run(HelpPage.Sample sample, String salt, String documentId, String mac) throws Exception {
        Runner runner = RUNNERS.get(sample.file());
        assumeTrue(isInstalled(runner.command()), runner.command() + " is not installed");
        Path program = Files.writeString(
                folder.resolve(runner.file()), runner.program().apply(sample.code()));
        ProcessBuilder builder = new ProcessBuilder(runner.command(), program.toString(), salt, documentId, mac)
                .redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return output.strip();
    }

    private static boolean isInstalled(String command) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(command)));
    }

    private static String template(String name) throws IOException {
        return Files.readString(Path.of("src/main/resources/templates/help/" + name + ".html"));
    }
}
