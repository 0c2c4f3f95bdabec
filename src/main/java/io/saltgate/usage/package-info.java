/**
 * Usage: what the gate recorded per account. Callers, counts, refusals, last use; written in batches, read by pages.
 */
@NullMarked
package io.saltgate.usage;

import org.jspecify.annotations.NullMarked;
