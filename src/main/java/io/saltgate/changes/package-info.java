/**
 * The feed of lifecycle changes: the tick that ends each of them, and by which the gate of every node learns of it.
 *
 * <p>Promise: ticks become visible in their order and without gaps, since each transaction locks the one row of the
 * clock as its last statement. On the node of the change {@code AccountChanged} is fired for after the commit; the
 * other nodes poll the feed.
 *
 * <p>Neighbours: stands on {@code platform} alone, so that account ids are plain values here; the features that change
 * what the gate enforces call {@code ChangeClock} directly. Out of scope: what has changed ({@code AccountEvent} of
 * {@code accounts}), and what a node keeps ({@code gate}).
 */
@NullMarked
package io.saltgate.changes;

import org.jspecify.annotations.NullMarked;
