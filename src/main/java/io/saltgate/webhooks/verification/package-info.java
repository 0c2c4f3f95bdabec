/**
 * Checks a webhook that an integrator received: whether its signature and {@code mac} are right, and if not, which
 * mistake gives the value at hand.
 *
 * <p>Promise: what is typed in is neither stored nor logged, and an answer never contains a value that would be right.
 *
 * <p>Neighbours: stands on {@code webhooks}, reads what was sent from {@code delivery}; the search for the mistake is a
 * package of its own, {@code search}, which knows no database.
 */
@NullMarked
package io.saltgate.webhooks.verification;

import org.jspecify.annotations.NullMarked;
