/**
 * The append-only, hash-chained trail: a chain for each account, and the system's. It listens to what features
 * announce; nobody calls it.
 */
@NullMarked
package io.saltgate.audit;

import org.jspecify.annotations.NullMarked;
