package io.saltgate.signin;

import io.saltgate.accounts.Caller;
import io.saltgate.users.EmailAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Signing in with email and password. An unknown person takes as long as a wrong password, and hears the same. */
@ApplicationScoped
public class SignIn {

    private final Passwords passwords;
    private final PasswordHasher hasher;
    private final ConsoleSessions sessions;
    private final String nobodysHash;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected SignIn() {
        this.passwords = null;
        this.hasher = null;
        this.sessions = null;
        this.nobodysHash = null;
    }

    @Inject
    public SignIn(Passwords passwords, PasswordHasher hasher, ConsoleSessions sessions) {
        this.passwords = passwords;
        this.hasher = hasher;
        this.sessions = sessions;
        this.nobodysHash = hasher.hash("nobody has this password");
    }

    /** @return the new session; empty if email and password do not fit, whichever it is */
    public Optional<SessionId> withPassword(
            String email, String password, @Nullable SessionId previous, @Nullable String address) {
        return check(EmailAddress.parse(email).flatMap(passwords::find), password, address)
                .map(user -> sessions.start(user, previous, address));
    }

    /**
     * Proves again who the caller is.
     *
     * @return the new session; empty if the password is wrong
     */
    public Optional<SessionId> confirm(Caller caller, String password, SessionId previous) {
        return check(passwords.find(caller.requireUser()), password, caller.address())
                .map(user -> sessions.start(user, previous, caller.address()));
    }

    private Optional<UUID> check(Optional<Passwords.Stored> stored, String password, @Nullable String address) {
        String hash = stored.map(Passwords.Stored::hash).orElse(nobodysHash);
        boolean matches = password.length() <= Password.MAX_LENGTH && hasher.matches(password, hash);
        if (stored.isEmpty() || !matches) {
            passwords.recordFailure(stored.map(Passwords.Stored::user).orElse(null), address);
            return Optional.empty();
        }
        return stored.map(Passwords.Stored::user);
    }
}
