package io.saltgate.webhooks.web;

import io.saltgate.platform.net.OutboundUrl;

/** Where an endpoint is, in short: the rest of its URL may be long. */
final class Hosts {

    private Hosts() {}

    /** @return empty for the URL of an endpoint that was removed, which is */
    static String of(String url) {
        return OutboundUrl.parse(url) instanceof OutboundUrl.Parsed.Ok ok
                ? ok.url().origin().replaceFirst("^https?://", "")
                : "";
    }
}
