/**
 * Enforcement: {@code /verify} tells a gateway whether a call may pass.
 *
 * <p>Promise: the answer follows from the state of the account and the call alone ({@code AccessPolicy.decide} is a
 * pure function); if the state can't be determined, nothing passes. The order of refusals is part of the contract.
 * Decisions are made from memory; docs/gate.md says why a revoked token is still refused within the bound.
 *
 * <p>Neighbours: reads {@code accounts}, {@code apiaccess} and {@code whitelist} with plain SQL over a pool of its own,
 * so that a busy console can't hold up a gateway. No pages.
 */
@NullMarked
package io.saltgate.gate;

import org.jspecify.annotations.NullMarked;
