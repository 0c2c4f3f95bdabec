/**
 * How people prove who they are: first run, password, console sessions, and the one {@code ServerAuthModule} that
 * tells the container who is asking.
 *
 * <p>Promise: the account of a request is read from its path here and nowhere else. Sessions live in the database, so
 * that a sign-out holds on every node. Attempts have bounded places, and are counted before anybody is looked up or anything
 * is hashed.
 *
 * <p>Neighbours: {@code users} for people, {@code team} for roles. Credentials of the JSON API
 * (operator keys) reach the module through {@code CallerResolver} of {@code accounts}.
 */
@NullMarked
package io.saltgate.signin;

import org.jspecify.annotations.NullMarked;
