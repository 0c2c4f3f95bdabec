package io.saltgate.signin.sessions;

import io.saltgate.platform.crypto.ExpiringSeal;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.Sealing;
import io.saltgate.platform.web.HostCookie;
import io.saltgate.platform.web.PublicUrl;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The cookie that outlives a guest's session and says where the guest came from, so that the sign-in page, where guests
 * have nothing to enter, can lead back there. It is sealed: only an address that a console link had can be in it.
 */
@Dependent
public class GuestReturn {

    private static final Duration LIFETIME = Duration.ofDays(1);
    private static final UUID NONE = new UUID(0, 0);
    private static final Sealing.Place PLACE = new Sealing.Place(NONE, NONE, "return of a guest");

    private final HostCookie cookie;
    private final ExpiringSeal seal;

    @Inject
    public GuestReturn(PublicUrl publicUrl, KeyRing ring, Clock clock) {
        cookie = new HostCookie("saltgate-guest", publicUrl);
        seal = new ExpiringSeal(ring, clock, LIFETIME);
    }

    /** @param returnUrl of the page that the guest came from; null for none */
    public void write(@Nullable String returnUrl, HttpServletResponse response) {
        String url = Objects.requireNonNullElse(returnUrl, "");
        cookie.write(seal.seal(url, PLACE), LIFETIME.toSeconds(), response);
    }

    /** Finds the page that a guest came from: empty text for a guest without one, empty if there was no guest. */
    public Optional<String> read(HttpServletRequest request) {
        return cookie.read(request).flatMap(value -> seal.open(value, PLACE));
    }

    /** Takes the cookie away, if there is one. */
    public void clear(HttpServletRequest request, HttpServletResponse response) {
        if (cookie.read(request).isPresent()) {
            cookie.write("", 0, response);
        }
    }
}
