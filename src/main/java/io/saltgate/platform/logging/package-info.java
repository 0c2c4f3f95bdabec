/**
 * Filters for the server's log, which limit what it writes about clients, and how often.
 */
@NullMarked
package io.saltgate.platform.logging;

import org.jspecify.annotations.NullMarked;
