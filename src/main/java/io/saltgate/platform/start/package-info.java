/**
 * Start-up and background jobs: the steps in their order, with one sentence if one of them fails, and guards on the
 * server's listeners.
 */
@NullMarked
package io.saltgate.platform.start;

import org.jspecify.annotations.NullMarked;
