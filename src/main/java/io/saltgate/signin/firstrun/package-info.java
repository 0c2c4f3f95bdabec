/**
 * The first run: whoever has the setup code makes the first user and account of a new database, by the page or by the
 * configuration.
 *
 * <p>Promise: it happens once, whatever number of nodes start at a time; the code is in a file that only the
 * server's user can read.
 *
 * <p>Neighbours: stands on {@code passwords}, {@code users} and {@code team}. Out of scope: later users, who come by an
 * invitation.
 */
@NullMarked
package io.saltgate.signin.firstrun;

import org.jspecify.annotations.NullMarked;
