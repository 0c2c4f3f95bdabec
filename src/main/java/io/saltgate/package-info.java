/**
 * Saltgate: an account's API settings, self-hosted, and the gate that enforces them.
 *
 * <p>Package by feature. What may use what stands in {@code ArchitectureTest}; in short: {@code platform} knows no
 * domain words, {@code accounts} is the tenant, features stand on it, a feature's pages live in its {@code web}.
 */
@NullMarked
package io.saltgate;

import org.jspecify.annotations.NullMarked;
