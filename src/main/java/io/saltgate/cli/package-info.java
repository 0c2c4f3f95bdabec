/**
 * The command line {@code bin/saltgate}: a client of the JSON API, for operators and for accounts with "Manage by API".
 * A program of its own: it isn't in the WAR, uses nothing of the server, and nothing of the server uses it.
 *
 * <p>A group of commands is a class with a method for each command. {@code Session} has what they share: who calls,
 * which account, what to print. {@code http} sends calls and says in one line what went wrong, {@code files} reads what
 * people keep in files, {@code output} prints. docs/cli.md is the user's side of it.
 */
@NullMarked
package io.saltgate.cli;

import org.jspecify.annotations.NullMarked;
