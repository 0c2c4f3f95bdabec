/**
 * What the gate saw, per account: callers, counts, refusals, last use. Written in batches, read by pages.
 */
@NullMarked
package io.saltgate.usage;

import org.jspecify.annotations.NullMarked;
