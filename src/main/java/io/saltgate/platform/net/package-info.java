/**
 * Addresses: one strict parser for everything that is typed or comes in a header. And the way out: {@code OutboundUrl}
 * reads a target as it was typed, {@code OutboundGuard} resolves it once and judges every address, {@code
 * OutboundHttp} connects to those addresses and no others. What is sent there, to whom and when, is not this package's.
 */
@NullMarked
package io.saltgate.platform.net;

import org.jspecify.annotations.NullMarked;
