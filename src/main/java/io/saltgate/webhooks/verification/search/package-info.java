/**
 * Finds out which mistake gives a value that doesn't verify: it tries the usual ones on key, algorithm, message and
 * encoding until one gives that very value. Knows no account, no database and no page, and never says what would be
 * right.
 */
@NullMarked
package io.saltgate.webhooks.verification.search;

import org.jspecify.annotations.NullMarked;
