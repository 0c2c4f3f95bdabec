package io.saltgate.signin;

import io.saltgate.platform.web.FormRateLimitFilter.KnownBrowsers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;

/** Recognises known browsers by their {@link DeviceCookie}. */
@ApplicationScoped
class DeviceBrowsers implements KnownBrowsers {

    private final DeviceCookie cookie;
    private final KnownDevices devices;

    @Inject
    DeviceBrowsers(DeviceCookie cookie, KnownDevices devices) {
        this.cookie = cookie;
        this.devices = devices;
    }

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected DeviceBrowsers() {
        this(null, null);
    }

    @Override
    public boolean isOneOf(HttpServletRequest request) {
        return cookie.read(request).filter(devices::isKnown).isPresent();
    }
}
