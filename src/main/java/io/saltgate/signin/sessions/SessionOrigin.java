package io.saltgate.signin.sessions;

import org.jspecify.annotations.Nullable;

/**
 * Where a session began, for the list of one's own.
 *
 * @param browser see {@link BrowserName}; null if it is not known
 * @param address the judged one; null if it can't be determined
 */
public record SessionOrigin(
        @Nullable String browser, @Nullable String address) {}
