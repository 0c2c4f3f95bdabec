/**
 * The mission: an account's API is off, on or paused; while it is not off there is one Auth Token and one Private
 * Salt.
 *
 * <p>Promise: whatever happens at once, an account has one current token or none, as some serial order of the actions
 * would have left it; secrets are stored sealed, and leave only through a reveal that was audited before.
 *
 * <p>Neighbours: composes {@code whitelist} (disabling deletes the list). {@code gate} reads the state. Out of scope:
 * judging a call.
 */
@NullMarked
package io.saltgate.apiaccess;

import org.jspecify.annotations.NullMarked;
