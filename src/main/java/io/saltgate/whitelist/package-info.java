/**
 * The whitelist: which addresses may call. Ranges, entries, and the list's mode (off, report only, enforced).
 *
 * <p>Doesn't know that an API exists: {@code apiaccess} opens and closes an account's list.
 */
@NullMarked
package io.saltgate.whitelist;

import org.jspecify.annotations.NullMarked;
