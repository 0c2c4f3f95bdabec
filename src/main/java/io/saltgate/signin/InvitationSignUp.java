package io.saltgate.signin;

import io.saltgate.accounts.Caller;
import io.saltgate.signin.passwords.AttemptQueue;
import io.saltgate.signin.passwords.PasswordHasher;
import io.saltgate.signin.passwords.SignInThrottle;
import io.saltgate.team.InvitationToken;
import io.saltgate.users.AddressTaken;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Accepts an invitation, as oneself or as a new person. Attempts are bounded and counted as sign-ins are, and the
 * link is looked up before a password is hashed: one that is unknown, over, or for someone who has an account already
 * costs no hash.
 */
@ApplicationScoped
public class InvitationSignUp {

    /** What came of an attempt. */
    public sealed interface Outcome {
        record Accepted(Joining.Joined joined) implements Outcome {}

        /** The link is unknown or over, or for someone else. */
        record Refused() implements Outcome {}

        /** Not judged: there were too many attempts. */
        record Slowed(Duration retryAfter) implements Outcome {}
    }

    private final Joining joining;
    private final PasswordHasher hasher;
    private final AttemptQueue queue;
    private final SignInThrottle throttle;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected InvitationSignUp() {
        this(null, null, null, null);
    }

    @Inject
    public InvitationSignUp(Joining joining, PasswordHasher hasher, AttemptQueue queue, SignInThrottle throttle) {
        this.joining = joining;
        this.hasher = hasher;
        this.queue = queue;
        this.throttle = throttle;
    }

    /** Someone who has signed in takes the seat. */
    public Outcome asOneself(Caller caller, InvitationToken token) {
        return attempt(throttle.admitToJoin(caller), () -> joining.join(caller, token));
    }

    /**
     * A new person takes the seat.
     *
     * @param password one that the rules allow
     * @throws AttemptQueue.Busy if too many try at once
     */
    public Outcome asNew(InvitationToken token, String name, String password, @Nullable String address) {
        try (AttemptQueue.Place place = queue.enter(AttemptQueue.Priority.STRANGER)) {
            return attempt(
                    throttle.admitInvited(token, address), () -> joinAsNew(place, token, name, password, address));
        }
    }

    private Outcome attempt(SignInThrottle.Verdict verdict, Supplier<Optional<Joining.Joined>> join) {
        return switch (verdict) {
            case SignInThrottle.Verdict.Slowed slowed -> new Outcome.Slowed(slowed.retryAfter());
            case SignInThrottle.Verdict.Admitted admitted ->
                throttle.run(admitted, join).<Outcome>map(Outcome.Accepted::new).orElseGet(Outcome.Refused::new);
        };
    }

    private Optional<Joining.Joined> joinAsNew(
            AttemptQueue.Place place, InvitationToken token, String name, String password, @Nullable String address) {
        if (joining.find(token).filter(offer -> !offer.known()).isEmpty()) {
            return Optional.empty();
        }
        String hash = place.compute(() -> hasher.hash(password));
        try {
            return joining.joinAsNew(token, name, hash, address);
        } catch (SeatTaken | AddressTaken | EJBException e) {
            return Optional.empty(); // twice at once: the other one was first
        }
    }
}
