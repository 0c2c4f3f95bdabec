/**
 * Signed deliveries of events to endpoints. This package has what its rooms share: events, their types and payloads,
 * and the signature; the rooms are {@code endpoints}, {@code delivery}, {@code events}, {@code verification} and {@code
 * web}.
 *
 * <p>The life of an event: {@code Events.accept} stores it, with one delivery for each endpoint that takes its type,
 * before the caller has an answer. After the commit {@code DeliveriesDue} wakes this node's {@code Dispatcher}; the
 * others find the delivery when they next look. A node claims it by a conditional update, {@code Attempts} signs and
 * sends it, and {@code DeliveryReports} writes down what came of it and when the next attempt is due, until one
 * succeeds or the {@code RetrySchedule} has no more. {@code DeliveryLog} shows it until {@code WebhookCleanup} deletes
 * it.
 *
 * <p>Promise: an accepted event is delivered at least once to each endpoint that was on and stays on, whatever node
 * ends meanwhile.
 *
 * <p>Neighbours: {@code accounts}, and {@code apiaccess} for the Private Salt. The rooms stand on one another in the
 * order in which they are named here, and this package on none of them. Out of scope: who may hand events in ({@code
 * api}).
 */
@NullMarked
package io.saltgate.webhooks;

import org.jspecify.annotations.NullMarked;
