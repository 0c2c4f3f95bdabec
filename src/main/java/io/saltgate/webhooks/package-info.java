/**
 * Signed deliveries: endpoints, events, deliveries, attempts, signatures, the sender and its retry schedule.
 */
@NullMarked
package io.saltgate.webhooks;

import org.jspecify.annotations.NullMarked;
