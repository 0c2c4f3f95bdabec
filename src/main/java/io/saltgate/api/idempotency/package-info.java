/**
 * Idempotency keys of the JSON API: a call that creates or rotates, and that comes again with the same
 * {@code Idempotency-Key} within 24 hours, is not done again and gets the same answer.
 *
 * <p>The row of a key is inserted first in the transaction of what the call does, and completed last: what was done and
 * the row that says so are committed together or not at all, on any node. It holds hashes and ids, no secret. Events
 * have keys of their own, see {@code webhooks.Events}.
 */
@NullMarked
package io.saltgate.api.idempotency;

import org.jspecify.annotations.NullMarked;
