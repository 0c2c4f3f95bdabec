package io.saltgate.signin;

import io.saltgate.accounts.Caller;
import io.saltgate.users.EmailAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Signing in with email and password. An unknown person takes as long as a wrong password, hears the same, and is slowed
 * in the same way.
 */
@ApplicationScoped
public class SignIn {

    /**
     * What a browser brings.
     *
     * @param session the one that a new one replaces
     * @param device by which it is known again
     * @param address the judged one; null if it can't be told
     */
    public record Browser(
            @Nullable SessionId session,
            @Nullable DeviceId device,
            @Nullable String address) {}

    /** What came of a try. */
    public sealed interface Outcome {
        record SignedIn(SessionId session, DeviceId device) implements Outcome {}

        /** Email and password do not fit, whichever it is. */
        record Refused() implements Outcome {}

        /** Not judged: there were too many tries. */
        record Slowed(Duration retryAfter) implements Outcome {}
    }

    private final Passwords passwords;
    private final PasswordHasher hasher;
    private final ConsoleSessions sessions;
    private final KnownDevices devices;
    private final SignInThrottle throttle;
    private final String nobodysHash;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected SignIn() {
        this.passwords = null;
        this.hasher = null;
        this.sessions = null;
        this.devices = null;
        this.throttle = null;
        this.nobodysHash = null;
    }

    @Inject
    public SignIn(
            Passwords passwords,
            PasswordHasher hasher,
            ConsoleSessions sessions,
            KnownDevices devices,
            SignInThrottle throttle) {
        this.passwords = passwords;
        this.hasher = hasher;
        this.sessions = sessions;
        this.devices = devices;
        this.throttle = throttle;
        this.nobodysHash = hasher.hash("nobody has this password");
    }

    public Outcome withPassword(String email, String password, Browser browser) {
        return attempt(email, () -> EmailAddress.parse(email).flatMap(passwords::find), password, browser);
    }

    /** Proves again who the caller is. */
    public Outcome confirm(Caller caller, String password, Browser browser) {
        Optional<Passwords.Stored> stored = passwords.find(caller.requireUser());
        String name = stored.map(Passwords.Stored::email)
                .orElseGet(() -> caller.requireUser().toString());
        return attempt(name, () -> stored, password, browser);
    }

    private Outcome attempt(
            String name, Supplier<Optional<Passwords.Stored>> lookUp, String password, Browser browser) {
        return switch (throttle.admit(name, browser.device(), browser.address())) {
            case SignInThrottle.Verdict.Slowed slowed -> new Outcome.Slowed(slowed.retryAfter());
            case SignInThrottle.Verdict.Admitted admitted -> judge(admitted, lookUp.get(), password, browser);
        };
    }

    private Outcome judge(
            SignInThrottle.Verdict.Admitted admitted,
            Optional<Passwords.Stored> stored,
            String password,
            Browser browser) {
        String hash = stored.map(Passwords.Stored::hash).orElse(nobodysHash);
        boolean matches;
        try {
            matches = password.length() <= Password.MAX_LENGTH && hasher.matches(password, hash);
        } catch (PasswordHasher.Busy e) {
            throttle.giveBack(admitted);
            throw e;
        }
        if (stored.isEmpty() || !matches) {
            passwords.recordFailure(stored.map(Passwords.Stored::user).orElse(null), browser.address());
            return new Outcome.Refused();
        }
        throttle.giveBack(admitted);
        return new Outcome.SignedIn(
                sessions.start(stored.get().user(), browser.session(), browser.address()),
                devices.remember(stored.get().user(), browser.device()));
    }
}
