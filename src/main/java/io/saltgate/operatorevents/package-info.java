/**
 * Tells the operator's back end what happens in accounts: that an API was enabled, a token regenerated, a member added.
 *
 * <p>Promise: an event is stored in the transaction of the change and is sent at least once, until the endpoint has
 * taken it or the schedule of webhooks is over; a node that dies while it sends loses nothing. An event carries ids,
 * codes and facts of the change, never a secret of the account.
 *
 * <p>Neighbours: it observes {@code AccountEvent}, and nobody calls it but {@code api}; signature and schedule are
 * those of {@code webhooks}, the endpoint is a row of its own. What nobody does, that refused calls rise, it asks
 * {@code usage}. Out of scope: what the product tells accounts, which is {@code webhooks}.
 */
@NullMarked
package io.saltgate.operatorevents;

import org.jspecify.annotations.NullMarked;
