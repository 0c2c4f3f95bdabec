/**
 * Takes events in, and shows what became of them: acceptance with an idempotency key, test events, the log of
 * deliveries, resending and replay, and the clean-up of all of it.
 *
 * <p>Promise: an event is stored with its deliveries in one transaction, and one that comes again under its key is
 * stored once. A page of the log costs the same however long the log is.
 *
 * <p>Neighbours: stands on {@code webhooks}, {@code endpoints} and {@code delivery}. Out of scope: sending.
 */
@NullMarked
package io.saltgate.webhooks.events;

import org.jspecify.annotations.NullMarked;
