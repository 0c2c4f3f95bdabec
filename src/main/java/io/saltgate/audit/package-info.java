/**
 * The append-only, hash-chained trail: a chain for each account, and the system's. It listens to what features
 * announce; nobody calls it. In the background, chains are verified piece by piece, their ends go to the log, and old
 * personal data is erased.
 */
@NullMarked
package io.saltgate.audit;

import org.jspecify.annotations.NullMarked;
