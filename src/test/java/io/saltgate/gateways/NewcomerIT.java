package io.saltgate.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Console;
import io.saltgate.testing.TestAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Does on a fresh Debian what docs/gateways.md says, and nothing else: the gateway then refuses a call without a token
 * (C4: it asks Saltgate) and lets one with a token through.
 */
@Tag("long")
class NewcomerIT {

    private static String documentation;

    @BeforeAll
    static void read() throws IOException {
        DebianMachine.assumePossible();
        documentation = Files.readString(Path.of("docs/gateways.md"));
    }

    /** The worker's user is Debian's, not root. */
    @ParameterizedTest
    @CsvSource({"nginx, www-data nginx", "HAProxy, haproxy haproxy", "Caddy, caddy caddy", "httpd, www-data apache2"})
    void followsTheStepsToTheFirstAllowedCall(String gateway, String worker) throws IOException {
        TestAccount account = TestAccount.on(GatewaySaltgate.shared());
        Console console = account.signIn();
        console.enableApi();
        String checks = "TOKEN=" + console.authToken() + "\n" + block("Look");
        try (EchoApi api = new EchoApi();
                DebianMachine debian =
                        new DebianMachine(Map.of(8080, GatewaySaltgate.shared().port(), 9000, api.port()))) {
            String seen = debian.run(block(gateway), checks);

            List<String> answers = List.of(seen.split("(?=HTTP/1\\.1 \\d{3} )"));
            assertThat(answers).as(seen).hasSize(2);
            assertThat(answers.getFirst())
                    .startsWith("HTTP/1.1 401 ")
                    .containsIgnoringCase("X-Refusal: token.missing")
                    .contains("\"code\":\"token.missing\"");
            assertThat(answers.getLast())
                    .startsWith("HTTP/1.1 200 ")
                    .contains("method: GET", "x-account-id: " + account.id());
            assertThat(debian.processes()).contains(worker);
        }
    }

    /** The commands below a heading of the documentation, as they are there. */
    private static String block(String heading) {
        Matcher section = Pattern.compile("\n### " + heading + "\n(.*?)(?=\n##)", Pattern.DOTALL)
                .matcher(documentation);
        assertThat(section.find()).as(heading).isTrue();
        String commands = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
                .matcher(section.group(1))
                .results()
                .map((MatchResult block) -> block.group(1))
                .collect(Collectors.joining());
        assertThat(commands).as(heading).isNotBlank();
        return commands;
    }
}
