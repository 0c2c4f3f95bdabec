/**
 * Key ring, sealing, keyed hashes, random text. Names what is done, never for whom.
 */
@NullMarked
package io.saltgate.platform.crypto;

import org.jspecify.annotations.NullMarked;
