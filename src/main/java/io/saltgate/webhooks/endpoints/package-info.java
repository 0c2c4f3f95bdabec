/**
 * Where an account's events go: endpoints, the types that they take, their headers, and the private targets that an
 * account may reach.
 *
 * <p>Promise: an endpoint that was switched off or removed gets nothing more of what waited for it, since each switch
 * begins a new generation; a change is refused where another came first.
 *
 * <p>Neighbours: stands on {@code webhooks} (event types and their filters); {@code delivery} reads endpoints as they
 * are when it sends. Out of scope: how a target is reached and guarded ({@code platform.net}).
 */
@NullMarked
package io.saltgate.webhooks.endpoints;

import org.jspecify.annotations.NullMarked;
