package io.saltgate.signin.passwords;

import io.saltgate.platform.web.HostCookie;
import io.saltgate.platform.web.PublicUrl;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;

/** The cookie by which a browser is known again. It outlives the session and signs nobody in. */
@Dependent
public class DeviceCookie {

    private final HostCookie cookie;

    @Inject
    public DeviceCookie(PublicUrl publicUrl) {
        cookie = new HostCookie("saltgate-device", publicUrl);
    }

    public Optional<DeviceId> read(HttpServletRequest request) {
        return cookie.read(request).flatMap(DeviceId::parse);
    }

    public void write(DeviceId id, HttpServletResponse response) {
        cookie.write(id.reveal(), KnownDevice.LIFETIME.toSeconds(), response);
    }
}
