package io.saltgate.cli;

import picocli.CommandLine.Option;

/** The option of a command that asks before it goes on. */
final class Confirmed {

    @Option(
            names = {"-y", "--yes"},
            description = "Don't ask for confirmation.")
    boolean yes;
}
