/**
 * Which addresses may call: ranges, entries, and the list's mode (off, report only, enforced).
 *
 * <p>Does not know that an API exists: {@code apiaccess} tells it when a list is to go.
 */
@NullMarked
package io.saltgate.whitelist;

import org.jspecify.annotations.NullMarked;
