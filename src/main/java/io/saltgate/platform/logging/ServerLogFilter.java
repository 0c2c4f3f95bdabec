package io.saltgate.platform.logging;

import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Filters the records of a handler by {@link ServerLogRules}.
 *
 * @param before what the handler had; it is asked first
 */
record ServerLogFilter(@Nullable Filter before, ServerLogRules rules) implements Filter {

    @Override
    public boolean isLoggable(LogRecord entry) {
        return (before == null || before.isLoggable(entry)) && rules.judge(entry);
    }
}
