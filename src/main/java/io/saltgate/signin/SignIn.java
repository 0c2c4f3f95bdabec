package io.saltgate.signin;

import io.saltgate.accounts.Caller;
import io.saltgate.signin.passwords.AttemptQueue;
import io.saltgate.signin.passwords.DeviceId;
import io.saltgate.signin.passwords.Password;
import io.saltgate.signin.passwords.PasswordHasher;
import io.saltgate.signin.passwords.Passwords;
import io.saltgate.signin.passwords.SignInThrottle;
import io.saltgate.signin.sessions.SessionId;
import io.saltgate.signin.sessions.SessionOrigin;
import io.saltgate.users.EmailAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Signing in with email and password, and with a code where the person has a second factor. An unknown person takes as
 * long as a wrong password, hears the same, and is slowed in the same way.
 */
@ApplicationScoped
public class SignIn {

    private static final System.Logger LOG = System.getLogger(SignIn.class.getName());

    /**
     * What a browser brings.
     *
     * @param session the one that a new one replaces
     * @param device by which it is known again
     * @param address the judged one; null if it can't be told
     * @param name for the list of one's sessions, see {@link io.saltgate.signin.sessions.BrowserName}; null if it is
     *     not known
     */
    public record Browser(
            @Nullable SessionId session,
            @Nullable DeviceId device,
            @Nullable String address,
            @Nullable String name) {

        public SessionOrigin origin() {
            return new SessionOrigin(name, address);
        }

        /** The same, not known from before. */
        Browser withoutDevice() {
            return new Browser(session, null, address, name);
        }

        public Browser(@Nullable SessionId session, @Nullable DeviceId device, @Nullable String address) {
            this(session, device, address, null);
        }
    }

    /** What came of a try. */
    public sealed interface Outcome {
        record SignedIn(SessionId session, DeviceId device) implements Outcome {}

        /** Email and password do not fit, whichever it is. */
        record Refused() implements Outcome {}

        /** The password is right, and the person has a second factor, of which no code came with it. */
        record CodeNeeded(Passwords.Stored proved) implements Outcome {}

        /** The code of the second factor is wrong, or was used before. */
        record CodeRefused() implements Outcome {}

        /** The sign-in waited too long for its code, or the password was changed: it begins anew. */
        record Expired() implements Outcome {}

        /** Not judged: there were too many tries. */
        record Slowed(Duration retryAfter) implements Outcome {}

        /** Not judged: too many try at once. */
        record Busy() implements Outcome {}
    }

    private final Passwords passwords;
    private final PasswordHasher hasher;
    private final AttemptQueue queue;
    private final ProvedSessions sessions;
    private final SignInThrottle throttle;
    private final OwnProfile profile;
    private final PendingSignIns pending;
    private final String nobodysHash;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected SignIn() {
        this.passwords = null;
        this.hasher = null;
        this.queue = null;
        this.sessions = null;
        this.throttle = null;
        this.profile = null;
        this.pending = null;
        this.nobodysHash = null;
    }

    @Inject
    public SignIn(
            Passwords passwords,
            PasswordHasher hasher,
            AttemptQueue queue,
            ProvedSessions sessions,
            SignInThrottle throttle,
            OwnProfile profile,
            PendingSignIns pending) {
        this.passwords = passwords;
        this.hasher = hasher;
        this.queue = queue;
        this.sessions = sessions;
        this.throttle = throttle;
        this.profile = profile;
        this.pending = pending;
        this.nobodysHash = hasher.hash("nobody has this password");
    }

    /**
     * Signs in on the page of all.
     *
     * @throws AttemptQueue.Busy if too many try at once
     */
    public Outcome withPassword(String email, String password, Browser browser) {
        return withPassword(email, null, password, browser);
    }

    /**
     * Signs in on an account's page: a person who hasn't proved their address signs in on the page of the account that
     * knows it, and nowhere else.
     *
     * @param account its slug; null for the page of all
     * @throws AttemptQueue.Busy if too many try at once
     */
    public Outcome withPassword(String email, @Nullable String account, String password, Browser browser) {
        Optional<EmailAddress> address = EmailAddress.parse(email);
        boolean possible = address.isPresent() && Password.isPossible(password);
        boolean known = throttle.isKnown(email, account, browser.device());
        return attempt(
                known ? AttemptQueue.Priority.KNOWN : AttemptQueue.Priority.STRANGER,
                new Claim(
                        email,
                        known ? browser.device() : null,
                        () -> address.flatMap(parsed -> passwords.find(parsed, account)),
                        password,
                        possible),
                browser,
                (place, stored) -> start(place, stored, new Proof(password, null), browser));
    }

    /** Returns what the page that asks for the second factor keeps of a sign-in until then. */
    public String pend(Outcome.CodeNeeded needed) {
        return pending.seal(needed.proved());
    }

    /** Goes on with a sign-in that {@link #pend} kept. */
    public Outcome withCode(String kept, String code, Browser browser) {
        Optional<Passwords.Stored> stored = pending.open(kept);
        return stored.isEmpty()
                ? new Outcome.Expired()
                : withCode(stored.get(), code, browser, () -> sessions.start(stored.get(), code, browser));
    }

    /**
     * What a person proves with that they are at the browser.
     *
     * @param code of the second factor; null if none is asked for
     */
    public record Proof(String password, @Nullable String code) {
        @Override
        public String toString() {
            return "proof";
        }
    }

    /**
     * Proves again who the caller is.
     *
     * @throws AttemptQueue.Busy if too many try at once
     */
    public Outcome confirm(Caller caller, Proof proof, Browser browser) {
        return prove(caller, proof, browser, (place, stored) -> start(place, stored, proof, browser));
    }

    /**
     * Changes the caller's password. All other sessions end, and this browser gets a new one.
     *
     * @param next one that the rules allow
     * @throws AttemptQueue.Busy if too many try at once
     */
    public Outcome changePassword(Caller caller, Proof current, String next, Browser browser) {
        return prove(caller, current, browser, (place, stored) -> {
            String hash = place.compute(() -> hasher.hash(next));
            return withCode(
                    stored,
                    current.code(),
                    browser,
                    () -> profile.changePassword(caller, stored, current.code(), hash, browser));
        });
    }

    private Outcome prove(Caller caller, Proof proof, Browser browser, Proved proved) {
        Optional<Passwords.Stored> stored = passwords.find(caller.requireUser());
        String name = stored.map(Passwords.Stored::email)
                .orElseGet(() -> caller.requireUser().toString());
        DeviceId known = throttle.isKnown(caller.requireUser(), browser.device()) ? browser.device() : null;
        return attempt(
                AttemptQueue.Priority.KNOWN,
                new Claim(name, known, () -> stored, proof.password(), Password.isPossible(proof.password())),
                browser,
                proved);
    }

    /** What follows a right password. */
    @FunctionalInterface
    private interface Proved {
        Outcome go(AttemptQueue.Place place, Passwords.Stored stored);
    }

    /**
     * Who someone says to be.
     *
     * @param known the browser's device, if that person has signed in there; else null
     * @param possible whether this can be right at all; if not, it is refused like any other and not hashed
     */
    private record Claim(
            String name,
            @Nullable DeviceId known,
            Supplier<Optional<Passwords.Stored>> lookUp,
            String password,
            boolean possible) {}

    private Outcome attempt(AttemptQueue.Priority priority, Claim claim, Browser browser, Proved proved) {
        try (AttemptQueue.Place place = queue.enter(priority)) {
            return switch (throttle.admit(claim.name(), claim.known(), browser.address())) {
                case SignInThrottle.Verdict.Slowed slowed -> new Outcome.Slowed(slowed.retryAfter());
                case SignInThrottle.Verdict.Admitted admitted -> judge(place, admitted, claim, browser, proved);
            };
        }
    }

    private Outcome judge(
            AttemptQueue.Place place,
            SignInThrottle.Verdict.Admitted admitted,
            Claim claim,
            Browser browser,
            Proved proved) {
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
        return proved.go(place, stored.get());
    }

    private Outcome start(AttemptQueue.Place place, Passwords.Stored stored, Proof proof, Browser browser) {
        Outcome outcome = withCode(stored, proof.code(), browser, () -> sessions.start(stored, proof.code(), browser));
        if (outcome instanceof Outcome.SignedIn && hasher.isOutdated(stored.hash())) {
            renewHash(place, stored, proof.password());
        }
        return outcome;
    }

    /** Counts a code that is tried, so that of a million few can be. */
    private Outcome withCode(
            Passwords.Stored stored, @Nullable String code, Browser browser, Supplier<Outcome> attempt) {
        if (code == null) {
            return attempt.get();
        }
        return switch (throttle.admitCode(stored.user(), stored.email(), browser.device(), browser.address())) {
            case SignInThrottle.Verdict.Slowed slowed -> new Outcome.Slowed(slowed.retryAfter());
            case SignInThrottle.Verdict.Admitted admitted -> {
                Outcome outcome = attempt.get();
                if (outcome instanceof Outcome.CodeRefused) {
                    passwords.recordCodeRefused(stored.user(), browser.address());
                } else {
                    throttle.giveBack(admitted);
                }
                yield outcome;
            }
        };
    }

    /** Nobody waits for it: what finds no turn is done at the next sign-in. */
    private void renewHash(AttemptQueue.Place place, Passwords.Stored stored, String password) {
        try {
            passwords.rehash(stored, place.compute(() -> hasher.hash(password)));
        } catch (AttemptQueue.Busy e) {
            LOG.log(System.Logger.Level.DEBUG, "a password hash was not renewed: {0}", e.getMessage());
        }
    }
}
