/**
 * Whoever runs Saltgate beside a product: operator keys, and the accounts that they provision.
 *
 * <p>Promise: a key does what its scopes say and no more, wherever it is checked; the database holds keyed hashes of keys
 * alone; every change names the key in the audit trail. No key may make keys, owners of existing accounts, or a reveal.
 *
 * <p>Neighbours: {@code api} has the calls, {@code signin} asks {@code OperatorKeyResolver} who is calling. Out of scope:
 * what the calls do to an account's API and whitelist, which is {@code apiaccess} and {@code whitelist}.
 */
@NullMarked
package io.saltgate.operator;

import org.jspecify.annotations.NullMarked;
