package io.saltgate.signin.recovery;

import io.saltgate.signin.passwords.AttemptQueue;
import io.saltgate.signin.passwords.PasswordHasher;
import io.saltgate.signin.passwords.SignInThrottle;
import io.saltgate.users.AddressTaken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Uses recovery links. Attempts are bounded and counted as sign-ins are, and the link is looked up before a password is
 * hashed: one that isn't valid costs no hash.
 */
@ApplicationScoped
public class RecoveryAttempts {

    /** What came of an attempt. */
    public sealed interface Outcome {
        record Recovered() implements Outcome {}

        /** The link is unknown, used, replaced or expired. */
        record Refused() implements Outcome {}

        /** Another person has proved the address. */
        record Taken() implements Outcome {}

        /** Not judged: there were too many attempts. */
        record Slowed(Duration retryAfter) implements Outcome {}
    }

    private final PasswordRecovery recovery;
    private final PasswordHasher hasher;
    private final AttemptQueue queue;
    private final SignInThrottle throttle;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected RecoveryAttempts() {
        this(null, null, null, null);
    }

    @Inject
    public RecoveryAttempts(
            PasswordRecovery recovery, PasswordHasher hasher, AttemptQueue queue, SignInThrottle throttle) {
        this.recovery = recovery;
        this.hasher = hasher;
        this.queue = queue;
        this.throttle = throttle;
    }

    /**
     * Sets a new password.
     *
     * @param password one that the rules allow
     * @throws AttemptQueue.Busy if too many try at once
     */
    public Outcome recover(RecoveryToken token, String password, @Nullable String address) {
        try (AttemptQueue.Place place = queue.enter(AttemptQueue.Priority.STRANGER)) {
            return switch (throttle.admitRecovery(token.hash(), address)) {
                case SignInThrottle.Verdict.Slowed slowed -> new Outcome.Slowed(slowed.retryAfter());
                case SignInThrottle.Verdict.Admitted admitted ->
                    throttle.run(admitted, () -> judge(place, token, password, address))
                            .orElseGet(Outcome.Refused::new);
            };
        }
    }

    private Optional<Outcome> judge(
            AttemptQueue.Place place, RecoveryToken token, String password, @Nullable String address) {
        if (recovery.findEmail(token).isEmpty()) {
            return Optional.empty();
        }
        String hash = place.compute(() -> hasher.hash(password));
        try {
            return recovery.recover(token, hash, address) ? Optional.of(new Outcome.Recovered()) : Optional.empty();
        } catch (AddressTaken e) {
            return Optional.of(new Outcome.Taken());
        }
    }
}
