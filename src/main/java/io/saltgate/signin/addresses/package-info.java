/**
 * Mails about a person's own address: links with which someone proves one, and word to the one before.
 *
 * <p>Promise: a link works once and for half an hour, for the person who asked for it and nobody else; the database
 * holds its hash alone. Whether the address is another person's shows only to who can read its mail.
 */
@NullMarked
package io.saltgate.signin.addresses;

import org.jspecify.annotations.NullMarked;
