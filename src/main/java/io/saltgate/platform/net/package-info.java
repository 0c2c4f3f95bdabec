/**
 * Addresses: one strict parser for everything that is typed or comes in a header.
 */
@NullMarked
package io.saltgate.platform.net;

import org.jspecify.annotations.NullMarked;
