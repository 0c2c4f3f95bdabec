package io.saltgate.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a command: variables, streams, and whether someone sits before it.
 *
 * @param hasTerminal whether a question can be asked on {@code err} and answered on {@code in}
 */
record Environment(
        Map<String, String> variables, InputStream in, PrintStream out, PrintStream err, boolean hasTerminal) {

    /** A variable; null if it isn't set, or empty. */
    @Nullable
    String find(String name) {
        String value = variables.get(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
