package io.saltgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Every command explains itself, in the terminal and in docs/cli.md. */
class HelpTest {

    @TestFactory
    Stream<DynamicTest> everyCommandHasHelp() {
        return commands()
                .map(command -> DynamicTest.dynamicTest(command.qualifiedName(), () -> {
                    String[] words = (command.qualifiedName() + " --help").split(" ");
                    CommandRun help = CommandRun.of(Map.of(), Arrays.copyOfRange(words, 1, words.length));

                    assertThat(help.exitCode()).isZero();
                    assertThat(help.err()).isEmpty();
                    assertThat(help.out())
                            .startsWith("Usage: " + command.qualifiedName())
                            .contains("--help");
                    assertThat(help.out().lines())
                            .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
                    assertThat(command.usageMessage().description()).isNotEmpty();
                    for (ArgSpec argument : arguments(command)) {
                        assertThat(argument.description())
                                .as(argument.toString())
                                .isNotEmpty();
                    }
                }));
    }

    @Test
    void documentsEveryCommand() throws IOException {
        String document = Files.readString(Path.of("docs/cli.md"));
        assertThat(commands().filter(command -> command.subcommands().isEmpty()).map(CommandSpec::qualifiedName))
                .allSatisfy(name -> assertThat(document).contains(name));
    }

    @Test
    void takesNoSecretAsAnArgument() {
        assertThat(commands().flatMap(command -> arguments(command).stream()).map(ArgSpec::paramLabel))
                .noneMatch(label -> label.matches("(?i).*(secret|password|salt|operator.?key|(?<!_)token)"));
    }

    @Test
    void saysWhatIsWrongInOneLineAndWhereHelpIs() {
        CommandRun unknown = CommandRun.of(Map.of(), "acounts", "list");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.out()).isEmpty();
        assertThat(unknown.err().lines())
                .hasSize(3)
                .first()
                .asString()
                .startsWith("saltgate: ")
                .contains("acounts");
        assertThat(unknown.err()).contains("Did you mean").contains("accounts").contains("saltgate --help");

        CommandRun missing = CommandRun.of(Map.of(), "members", "invite", "dev@example.org");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("--role").contains("saltgate members invite --help");
        assertThat(CommandRun.of(Map.of()).exitCode()).isEqualTo(2);
        assertThat(CommandRun.of(Map.of(), "accounts").exitCode()).isEqualTo(2);
        assertThat(CommandRun.of(Map.of(), "--version").out()).startsWith("saltgate ");
    }

    @Test
    void printsACompletionScript() throws Exception {
        CommandRun script = CommandRun.of(Map.of(), "completion");
        assertThat(script.exitCode()).isZero();
        assertThat(script.out()).contains("complete -F", "saltgate", "whitelist", "--dry-run");
    }

    private static List<ArgSpec> arguments(CommandSpec command) {
        List<ArgSpec> arguments = new ArrayList<>(command.options());
        arguments.addAll(command.positionalParameters());
        return arguments;
    }

    private static Stream<CommandSpec> commands() {
        return below(SaltgateCommand.commandLine(
                new Environment(Map.of(), InputStream.nullInputStream(), System.out, System.err, false)));
    }

    private static Stream<CommandSpec> below(CommandLine command) {
        return Stream.concat(
                Stream.of(command.getCommandSpec()),
                command.getSubcommands().values().stream().flatMap(HelpTest::below));
    }
}
