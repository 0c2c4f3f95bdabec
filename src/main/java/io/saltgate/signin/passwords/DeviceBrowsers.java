package io.saltgate.signin.passwords;

import io.saltgate.platform.web.FormRateLimitFilter.KnownBrowsers;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.Semaphore;

/** Recognises known browsers by their {@link DeviceCookie}. */
@ApplicationScoped
class DeviceBrowsers implements KnownBrowsers {

    /** Rows looked up at a time: while the database is slow, made-up cookies must not hold the server's threads. */
    private static final int MAX_LOOK_UPS = 16;

    private static final System.Logger LOG = System.getLogger(DeviceBrowsers.class.getName());

    private final Semaphore lookUps = new Semaphore(MAX_LOOK_UPS);
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
        return cookie.read(request).filter(this::isKnown).isPresent();
    }

    private boolean isKnown(DeviceId device) {
        if (!lookUps.tryAcquire()) {
            return false;
        }
        try {
            return devices.isKnown(device);
        } catch (EJBException e) {
            LOG.log(System.Logger.Level.WARNING, "a browser could not be looked up, and counts as unknown: {0}", e);
            return false;
        } finally {
            lookUps.release();
        }
    }
}
