/**
 * The clock, injected everywhere so that tests can set it.
 */
@NullMarked
package io.saltgate.platform.time;

import org.jspecify.annotations.NullMarked;
