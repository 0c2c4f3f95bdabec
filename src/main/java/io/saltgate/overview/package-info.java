/**
 * The overview of an account: how its API, calls, endpoints and whitelist are, and what to do next; and the list of
 * accounts that a person may choose, with role and state.
 *
 * <p>Promise: the same few statements whatever the account has; nothing that a role may not see on the pages that the
 * overview leads to.
 *
 * <p>Neighbours: asks {@code team}, {@code apiaccess}, {@code usage}, {@code whitelist} and {@code webhooks}. Out of scope: any
 * change; each belongs to the page of its feature.
 */
@NullMarked
package io.saltgate.overview;

import org.jspecify.annotations.NullMarked;
