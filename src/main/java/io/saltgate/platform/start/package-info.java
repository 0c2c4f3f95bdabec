/**
 * Start-up: one order of steps, and one sentence when one of them fails.
 */
@NullMarked
package io.saltgate.platform.start;

import org.jspecify.annotations.NullMarked;
