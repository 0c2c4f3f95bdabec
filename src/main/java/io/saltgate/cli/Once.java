package io.saltgate.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of a command that creates something: by its key, a repetition is recognised. */
final class Once {

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "To repeat a call whose answer was lost: the key that the failed command printed. Without it,"
                    + " each run has a new one.")
    @Nullable
    String key;
}
