/**
 * Cryptography: key ring, sealing, keyed hashes, random text. It doesn't know what its callers protect.
 */
@NullMarked
package io.saltgate.platform.crypto;

import org.jspecify.annotations.NullMarked;
