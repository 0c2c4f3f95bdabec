/**
 * The server's log: what the application server may write of its clients, and how often.
 */
@NullMarked
package io.saltgate.platform.logging;

import org.jspecify.annotations.NullMarked;
