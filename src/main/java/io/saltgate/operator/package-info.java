/**
 * Running Saltgate beside a product: operators, their keys, and the accounts that both create, change and suspend.
 *
 * <p>Promise: a key does what its scopes say and no more, wherever it is checked; the database holds keyed hashes of
 * keys alone; there is always an operator. What operators and keys do to accounts is in the account's trail and in the
 * system's. No key may make keys, owners of existing accounts, or a reveal.
 *
 * <p>Neighbours: {@code api} has the calls, {@code signin} asks {@code OperatorKeyResolver} who is calling, and has the
 * recovery links. Out of scope: what the calls do to an account's API and whitelist, which is {@code apiaccess} and
 * {@code whitelist}.
 */
@NullMarked
package io.saltgate.operator;

import org.jspecify.annotations.NullMarked;
