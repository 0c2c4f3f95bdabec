package io.saltgate.signin;

import io.saltgate.signin.passwords.Passwords;
import io.saltgate.signin.passwords.StoredPasswords;
import io.saltgate.signin.sessions.ConsoleSessions;
import io.saltgate.signin.sessions.SessionId;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Optional;

/** Begins sessions of people who have just proved that they know their password. */
@Stateless
@PermitAll
public class ProvedSessions {

    private final StoredPasswords passwords;
    private final ConsoleSessions sessions;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected ProvedSessions() {
        this(null, null);
    }

    @Inject
    public ProvedSessions(StoredPasswords passwords, ConsoleSessions sessions) {
        this.passwords = passwords;
        this.sessions = sessions;
    }

    /** @return empty if the password was changed meanwhile */
    public Optional<SessionId> start(Passwords.Stored proved, SignIn.Browser browser) {
        return passwords.lockIfCurrent(proved)
                ? Optional.of(sessions.start(proved.user(), browser.session(), browser.origin()))
                : Optional.empty();
    }
}
