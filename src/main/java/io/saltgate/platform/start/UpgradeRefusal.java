package io.saltgate.platform.start;

import java.io.IOException;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpEvents.IncomingHttpUpgradeEvent;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpRequestPacket;

/**
 * Takes the offer of another protocol from a request, as a server may (RFC 9110, section 7.8). Java's own client makes
 * one with its first request on each connection, with a body too; the server would then no longer know where that body
 * ends.
 */
final class UpgradeRefusal extends BaseFilter {

    /** The codec tells of it between reading the header and finding out what body there is. */
    @Override
    public NextAction handleEvent(FilterChainContext context, FilterChainEvent event) throws IOException {
        if (event instanceof IncomingHttpUpgradeEvent upgrade) {
            HttpHeader header = upgrade.getHttpHeader();
            if (header instanceof HttpRequestPacket) {
                header.getUpgradeDC().recycle();
                header.setIgnoreContentModifiers(false);
            }
        }
        return super.handleEvent(context, event);
    }
}
