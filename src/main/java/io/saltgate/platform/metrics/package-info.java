/** The registry of what this node counts, for Prometheus. Features register their own metrics in it. */
@NullMarked
package io.saltgate.platform.metrics;

import org.jspecify.annotations.NullMarked;
