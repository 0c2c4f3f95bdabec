/**
 * Sends what waits: the queue in the database, attempts, the retry schedule and the reports of what came of them.
 *
 * <p>Promise: a delivery is claimed by one node at a time; a claim that was lost with its node is made again. While an
 * attempt is under way nothing of the database is held.
 *
 * <p>Neighbours: stands on {@code webhooks} (payload, signature) and {@code endpoints}. Out of scope: where deliveries
 * come from and how they are looked at ({@code events}).
 */
@NullMarked
package io.saltgate.webhooks.delivery;

import org.jspecify.annotations.NullMarked;
