package io.saltgate.signin;

import io.saltgate.accounts.Caller;
import io.saltgate.platform.db.Conflicts;
import io.saltgate.signin.passkeys.Assertion;
import io.saltgate.signin.passkeys.PasskeyOptions;
import io.saltgate.signin.passkeys.WebAuthn;
import io.saltgate.signin.passwords.AttemptQueue;
import io.saltgate.signin.passwords.Passwords;
import io.saltgate.signin.passwords.SignInThrottle;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Signing in with a passkey: by it alone, as the second step after a password, and to confirm who is at the browser.
 * Attempts are bounded and counted as those with a password are, before any row is read. Passkeys name their person
 * themselves, so nobody can ask here whether an address has an account.
 */
@ApplicationScoped
public class PasskeySignIn {

    private final PasskeySessions sessions;
    private final PasskeyOptions options;
    private final PendingSignIns pending;
    private final Passwords passwords;
    private final WebAuthn webAuthn;
    private final AttemptQueue queue;
    private final SignInThrottle throttle;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected PasskeySignIn() {
        this(null, null, null, null, null, null, null);
    }

    @Inject
    public PasskeySignIn(
            PasskeySessions sessions,
            PasskeyOptions options,
            PendingSignIns pending,
            Passwords passwords,
            WebAuthn webAuthn,
            AttemptQueue queue,
            SignInThrottle throttle) {
        this.sessions = sessions;
        this.options = options;
        this.pending = pending;
        this.passwords = passwords;
        this.webAuthn = webAuthn;
        this.queue = queue;
        this.throttle = throttle;
    }

    /** What a browser asks a passkey for to sign in with it alone. Reads no row. */
    public JsonObject options() {
        return options.forAnyone();
    }

    /** What a browser asks a passkey for after a right password; empty if there is none, or nothing waits for it. */
    public Optional<JsonObject> optionsAfterPassword(String kept) {
        return pending.open(kept).flatMap(proved -> sessions.findOptions(proved, kept));
    }

    /**
     * Signs in by a passkey alone, whose device has checked who uses it.
     *
     * @param answer of the browser, as JSON
     * @param account slug of the account on whose page it is used; null for the page of all
     * @throws AttemptQueue.Busy if too many try at once
     */
    public SignIn.Outcome alone(String answer, @Nullable String account, SignIn.Browser browser) {
        AttemptQueue.Priority priority =
                throttle.isKnown(browser.device()) ? AttemptQueue.Priority.KNOWN : AttemptQueue.Priority.STRANGER;
        return attempt(
                priority,
                () -> throttle.admitPasskey(browser.device(), browser.address()),
                () -> sessions.start(read(answer), account, browser));
    }

    /** Goes on with a sign-in that {@link SignIn#pend} kept, as {@link SignIn#withCode} does with a code. */
    public SignIn.Outcome afterPassword(String kept, String answer, SignIn.Browser browser) {
        Optional<Passwords.Stored> stored = pending.open(kept);
        if (stored.isEmpty()) {
            return new SignIn.Outcome.Expired();
        }
        SignIn.Outcome outcome = attempt(
                AttemptQueue.Priority.KNOWN,
                () -> throttle.admitCode(
                        stored.get().user(), stored.get().email(), browser.device(), browser.address()),
                () -> sessions.startAfterPassword(stored.get(), kept, read(answer), browser));
        if (outcome instanceof SignIn.Outcome.CodeRefused) {
            passwords.recordCodeRefused(stored.get().user(), browser.address());
        }
        return outcome;
    }

    /**
     * Proves again who the caller is.
     *
     * @throws AttemptQueue.Busy if too many try at once
     */
    public SignIn.Outcome confirm(Caller caller, String answer, SignIn.Browser browser) {
        return attempt(
                AttemptQueue.Priority.KNOWN,
                () -> throttle.admit(caller.requireUser().toString(), browser.device(), browser.address()),
                () -> sessions.confirm(caller, read(answer), browser));
    }

    private @Nullable Assertion read(String answer) {
        return webAuthn.read(answer).orElse(null);
    }

    private SignIn.Outcome attempt(
            AttemptQueue.Priority priority, Supplier<SignInThrottle.Verdict> admit, Supplier<SignIn.Outcome> judge) {
        try (AttemptQueue.Place place = queue.enter(priority)) {
            return switch (admit.get()) {
                case SignInThrottle.Verdict.Slowed slowed -> new SignIn.Outcome.Slowed(slowed.retryAfter());
                case SignInThrottle.Verdict.Admitted admitted -> {
                    SignIn.Outcome outcome = judgeOnce(judge);
                    if (outcome instanceof SignIn.Outcome.SignedIn) {
                        throttle.giveBack(admitted);
                    }
                    yield outcome;
                }
            };
        }
    }

    /** One answer that comes twice at once counts once: the other's row of its challenge stands in the way. */
    private static SignIn.Outcome judgeOnce(Supplier<SignIn.Outcome> judge) {
        try {
            return judge.get();
        } catch (EJBException e) {
            if (Conflicts.isWithAnother(e)) {
                return new SignIn.Outcome.Refused();
            }
            throw e;
        }
    }
}
