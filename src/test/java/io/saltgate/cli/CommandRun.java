package io.saltgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;

/** One run of the command line within the test's own process. */
record CommandRun(int exitCode, String out, String err) {

    static CommandRun of(Map<String, String> variables, String... arguments) {
        return of(variables, "", false, arguments);
    }

    static CommandRun of(Map<String, String> variables, String input, boolean hasTerminal, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = SaltgateCommand.run(
                new Environment(
                        variables,
                        new ByteArrayInputStream(input.getBytes(UTF_8)),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        hasTerminal),
                arguments);
        return new CommandRun(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }
}
