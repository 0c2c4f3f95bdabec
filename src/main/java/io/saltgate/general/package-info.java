/**
 * Settings of an account as a whole: its display name, whether everyone in it needs a second factor, when their
 * sessions end, after how many days it wants a new Auth Token, whether that may manage it by the API, and whether calls
 * are paused when a leak of it is reported.
 *
 * <p>Promise: all are an owner's to change. The policy can't be turned on by an owner who would be shut out by it;
 * a member who is shut out later sets up a second factor in their own profile, which no policy closes.
 *
 * <p>Neighbours: {@code signin} enforces the policy where it resolves a session, and tells whether the owner has a
 * second factor.
 */
@NullMarked
package io.saltgate.general;

import org.jspecify.annotations.NullMarked;
