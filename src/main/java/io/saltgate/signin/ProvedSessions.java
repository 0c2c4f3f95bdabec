package io.saltgate.signin;

import io.saltgate.signin.factors.SecondFactors;
import io.saltgate.signin.passwords.KnownDevices;
import io.saltgate.signin.passwords.Passwords;
import io.saltgate.signin.passwords.StoredPasswords;
import io.saltgate.signin.sessions.ConsoleSessions;
import io.saltgate.signin.sessions.SessionStrength;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Begins sessions of people who have just proved that they know their password, once they prove their second factor
 * too.
 */
@Stateless
@PermitAll
public class ProvedSessions {

    private final StoredPasswords passwords;
    private final SecondFactors factors;
    private final ConsoleSessions sessions;
    private final KnownDevices devices;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected ProvedSessions() {
        this(null, null, null, null);
    }

    @Inject
    public ProvedSessions(
            StoredPasswords passwords, SecondFactors factors, ConsoleSessions sessions, KnownDevices devices) {
        this.passwords = passwords;
        this.factors = factors;
        this.sessions = sessions;
        this.devices = devices;
    }

    /**
     * Begins a session. A code is used up only if it does.
     *
     * @param code of the second factor; null if none was asked for yet
     * @return refused if the password was changed meanwhile; of a person with a second factor, that a
     *     code is needed or wrong
     */
    public SignIn.Outcome start(Passwords.Stored proved, @Nullable String code, SignIn.Browser browser) {
        return startAfter(() -> {}, proved, code, browser);
    }

    /** Begins a session like {@link #start}, once a change is made; without a session there is no change. */
    public SignIn.Outcome startAfter(
            Runnable change, Passwords.Stored proved, @Nullable String code, SignIn.Browser browser) {
        UUID user = proved.user();
        if (!passwords.lockIfCurrent(proved)) {
            return new SignIn.Outcome.Refused();
        }
        SessionStrength strength = SessionStrength.PASSWORD;
        if (factors.has(user)) {
            if (code == null) {
                return new SignIn.Outcome.CodeNeeded(proved);
            }
            if (!factors.use(user, code, browser.address())) {
                return new SignIn.Outcome.CodeRefused();
            }
            strength = SessionStrength.TWO_FACTORS;
        }
        boolean known = devices.isKnown(browser.device(), user);
        change.run();
        if (!known) {
            sessions.announceNewDevice(user, browser.origin());
        }
        return new SignIn.Outcome.SignedIn(
                sessions.start(user, strength, browser.session(), browser.origin()),
                devices.remember(user, browser.device()));
    }
}
