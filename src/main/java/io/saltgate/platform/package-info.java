/**
 * What a feature stands on and what knows no domain word: web, crypto, database, addresses, time.
 */
@NullMarked
package io.saltgate.platform;

import org.jspecify.annotations.NullMarked;
