/**
 * Mail to owners. It listens to what features announce; nobody calls it.
 */
@NullMarked
package io.saltgate.notices;

import org.jspecify.annotations.NullMarked;
