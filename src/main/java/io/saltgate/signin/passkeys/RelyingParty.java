package io.saltgate.signin.passkeys;

import io.saltgate.platform.net.IpAddresses;
import io.saltgate.platform.web.PublicUrl;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Optional;

/**
 * This installation as browsers and passkeys know it: the host and the origin of the public address. A passkey works
 * for the host that it was made for, and for no other.
 */
@Dependent
public class RelyingParty {

    /** Why browsers have no passkeys for the public address. */
    public enum Obstacle {
        /** Its host is an IP address. */
        ADDRESS,
        /** It is plain http, and not this machine. */
        PLAIN_HTTP
    }

    private static final String LOCAL = "localhost";

    private final String id;
    private final String origin;
    private final boolean secure;

    @Inject
    public RelyingParty(PublicUrl publicUrl) {
        this.origin = publicUrl.origin();
        this.id = URI.create(origin).getHost();
        this.secure = publicUrl.isHttps();
    }

    /** The RP ID: the host of the public address. */
    public String id() {
        return id;
    }

    public String origin() {
        return origin;
    }

    /** What keeps people from using passkeys here; empty if nothing does. */
    public Optional<Obstacle> findObstacle() {
        if (id.startsWith("[") || IpAddresses.parse(id).isPresent()) {
            return Optional.of(Obstacle.ADDRESS);
        }
        boolean local = id.equals(LOCAL) || id.endsWith("." + LOCAL);
        return secure || local ? Optional.empty() : Optional.of(Obstacle.PLAIN_HTTP);
    }
}
