/**
 * The platform: code that all features use and that knows no domain word. Web, cryptography, database, addresses,
 * start-up, logging, mail, time.
 */
@NullMarked
package io.saltgate.platform;

import org.jspecify.annotations.NullMarked;
