package io.saltgate.cli.output;

import java.util.List;

/** Ends a command with an exit code and with lines for people, without a stack trace. */
public class CommandFailed extends RuntimeException {

    private final int exitCode;
    private final transient List<String> lines;

    public CommandFailed(int exitCode, String... lines) {
        this(exitCode, List.of(lines));
    }

    public CommandFailed(int exitCode, List<String> lines) {
        super(String.join("; ", lines));
        this.exitCode = exitCode;
        this.lines = List.copyOf(lines);
    }

    /** The command line, or a file that it names, isn't right. */
    public static CommandFailed usage(String line) {
        return new CommandFailed(ExitCodes.USAGE, line);
    }

    public int exitCode() {
        return exitCode;
    }

    public List<String> lines() {
        return lines;
    }
}
