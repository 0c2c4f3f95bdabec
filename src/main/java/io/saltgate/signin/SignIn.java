package io.saltgate.signin;

import io.saltgate.accounts.Caller;
import io.saltgate.signin.passwords.AttemptQueue;
import io.saltgate.signin.passwords.DeviceId;
import io.saltgate.signin.passwords.KnownDevices;
import io.saltgate.signin.passwords.Password;
import io.saltgate.signin.passwords.PasswordHasher;
import io.saltgate.signin.passwords.Passwords;
import io.saltgate.signin.passwords.SignInThrottle;
import io.saltgate.signin.sessions.ConsoleSessions;
import io.saltgate.signin.sessions.SessionId;
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
    private final AttemptQueue queue;
    private final ConsoleSessions sessions;
    private final KnownDevices devices;
    private final SignInThrottle throttle;
    private final String nobodysHash;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected SignIn() {
        this.passwords = null;
        this.hasher = null;
        this.queue = null;
        this.sessions = null;
        this.devices = null;
        this.throttle = null;
        this.nobodysHash = null;
    }

    @Inject
    public SignIn(
            Passwords passwords,
            PasswordHasher hasher,
            AttemptQueue queue,
            ConsoleSessions sessions,
            KnownDevices devices,
            SignInThrottle throttle) {
        this.passwords = passwords;
        this.hasher = hasher;
        this.queue = queue;
        this.sessions = sessions;
        this.devices = devices;
        this.throttle = throttle;
        this.nobodysHash = hasher.hash("nobody has this password");
    }

    /** @throws AttemptQueue.Busy if too many try at once */
    public Outcome withPassword(String email, String password, Browser browser) {
        Optional<EmailAddress> address = EmailAddress.parse(email);
        boolean possible = address.isPresent() && Password.isPossible(password);
        AttemptQueue.Priority priority = throttle.isKnown(email, browser.device())
                ? AttemptQueue.Priority.KNOWN
                : AttemptQueue.Priority.STRANGER;
        return attempt(priority, new Claim(email, () -> address.flatMap(passwords::find), password, possible), browser);
    }

    /**
     * Proves again who the caller is.
     *
     * @throws AttemptQueue.Busy if too many try at once
     */
    public Outcome confirm(Caller caller, String password, Browser browser) {
        Optional<Passwords.Stored> stored = passwords.find(caller.requireUser());
        String name = stored.map(Passwords.Stored::email)
                .orElseGet(() -> caller.requireUser().toString());
        return attempt(
                AttemptQueue.Priority.KNOWN,
                new Claim(name, () -> stored, password, Password.isPossible(password)),
                browser);
    }

    /**
     * Who someone says to be.
     *
     * @param possible whether this can be right at all; if not, it is refused like any other and not hashed
     */
    private record Claim(String name, Supplier<Optional<Passwords.Stored>> lookUp, String password, boolean possible) {}

    private Outcome attempt(AttemptQueue.Priority priority, Claim claim, Browser browser) {
        try (AttemptQueue.Place place = queue.enter(priority)) {
            return switch (throttle.admit(claim.name(), browser.device(), browser.address())) {
                case SignInThrottle.Verdict.Slowed slowed -> new Outcome.Slowed(slowed.retryAfter());
                case SignInThrottle.Verdict.Admitted admitted -> judge(place, admitted, claim, browser);
            };
        }
    }

    private Outcome judge(
            AttemptQueue.Place place, SignInThrottle.Verdict.Admitted admitted, Claim claim, Browser browser) {
        Optional<Passwords.Stored> stored = claim.lookUp().get();
        String hash = stored.map(Passwords.Stored::hash).orElse(nobodysHash);
        boolean matches;
        try {
            matches = claim.possible() && place.compute(() -> hasher.matches(claim.password(), hash));
        } catch (AttemptQueue.Busy e) {
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
