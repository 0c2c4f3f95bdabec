package io.saltgate.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code saltgate completion}: a script with which shells complete commands and options. */
@Command(
        name = "completion",
        description = "Print a completion script for bash and zsh.",
        footer = {"", "Example:", "  source <(saltgate completion)"})
final class CompletionCommand extends Group implements Runnable {

    @Override
    public void run() {
        if (spec == null) {
            throw new IllegalStateException("not run as a command");
        }
        output().line(AutoComplete.bash("saltgate", spec.root().commandLine()));
    }
}
