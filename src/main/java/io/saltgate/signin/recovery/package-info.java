/**
 * Links with which operators help people back in who have lost their password.
 *
 * <p>Promise: a link works once and for half an hour, the database holds its hash alone, and creating and using it are
 * in the trails of the system and of each of the person's accounts.
 */
@NullMarked
package io.saltgate.signin.recovery;

import org.jspecify.annotations.NullMarked;
