/** Gives mail to the configured server. Whatever sends it keeps it in a table until the server has taken it. */
@NullMarked
package io.saltgate.platform.mail;

import org.jspecify.annotations.NullMarked;
