/**
 * What an operator does with an installation that runs: rotates its keys, backs it up, and accepts a restored database.
 *
 * <p>Promise: a key is activated only where every node holds it, so that no node meets a value that it can't check; a
 * pass that seals everything anew can be interrupted anywhere and goes on, on any node.
 *
 * <p>Commands of this machine ({@code bin/keys}, {@code bin/backup}) reach a running node through files in its data
 * directory ({@code NodeCommands}): who may write there has the key ring anyway.
 *
 * <p>Neighbours: stands on {@code platform}, {@code accounts} (announces to the audit trail) and {@code changes}.
 * Features describe what they have sealed by a {@code SealedTable}. Out of scope: pages, which are the operator's.
 */
@NullMarked
package io.saltgate.operations;

import org.jspecify.annotations.NullMarked;
