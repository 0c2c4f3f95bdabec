package io.saltgate.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.SaltgateServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** B25: what docs/api.md shows, runs as it stands there. */
class ApiDocumentIT {

    private static final Pattern EXAMPLE = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    @Test
    void theExamplesOfTheDocumentRunInTheirOrder() throws Exception {
        String examples = EXAMPLE.matcher(Files.readString(Path.of("docs/api.md")))
                .results()
                .map((MatchResult example) -> example.group(1))
                .collect(Collectors.joining("\n"));
        try (SaltgateServer server = SaltgateServer.configure()
                .env("SALTGATE_OPERATOR_KEY", SaltgateServer.OPERATOR_KEY)
                .env("SALTGATE_WEBHOOKS_ALLOW", "10.1.2.4")
                .start()) {
            ProcessBuilder shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", examples);
            shell.environment().put("SALTGATE", server.address());
            shell.environment().put("KEY", SaltgateServer.OPERATOR_KEY);
            Process run = shell.redirectErrorStream(true).start();
            String output = new String(run.getInputStream().readAllBytes(), UTF_8);

            assertThat(run.waitFor()).as(output).isZero();
            assertThat(output)
                    .contains("\"invitationLink\"", "\"privateSalt\"", "\"state\":\"off\"", "\"passes\":true")
                    .contains("\"remainsThrough\"", "\"suspended\":true", "token.malformed");
        }
    }
}
