/**
 * Console sessions, and the one {@code ServerAuthModule} that gives the container the caller of each request.
 *
 * <p>Promise: the account of a request is read from its path here and nowhere else. Sessions live in the database, so
 * that a sign-out takes effect on every node. The session of a guest, whom a console link has led in, counts on the paths
 * of its one account.
 *
 * <p>Neighbours: {@code users} for people, {@code team} for their roles. Out of scope: how somebody proves who they are
 * ({@code passwords}).
 */
@NullMarked
package io.saltgate.signin.sessions;

import org.jspecify.annotations.NullMarked;
