package io.saltgate.signin.sessions;

import io.saltgate.platform.crypto.Base62;
import io.saltgate.platform.crypto.Hashes;
import java.util.Optional;

/** The secret in the session cookie: 43 base-62 characters, 256 bits. The database holds its hash alone. */
public final class SessionId {

    private static final int LENGTH = 43;

    private final String text;

    private SessionId(String text) {
        this.text = text;
    }

    public static SessionId generate() {
        return new SessionId(Base62.random(LENGTH));
    }

    public static Optional<SessionId> parse(String text) {
        return text.length() == LENGTH && Base62.isBase62(text) ? Optional.of(new SessionId(text)) : Optional.empty();
    }

    public String hash() {
        return Hashes.sha256("session:" + text);
    }

    /** What the forms of this session carry; it tells nothing of the cookie. */
    public String csrfToken() {
        return Hashes.sha256("csrf:" + text);
    }

    /** For the cookie alone. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "session id";
    }
}
