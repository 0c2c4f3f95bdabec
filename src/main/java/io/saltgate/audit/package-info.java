/**
 * The append-only, hash-chained trail. It listens to what features announce; nobody calls it.
 */
@NullMarked
package io.saltgate.audit;

import org.jspecify.annotations.NullMarked;
