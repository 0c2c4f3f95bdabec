package io.saltgate.signin;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.db.Database;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.Users;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Looks up passwords, in short transactions: hashing takes its time outside of them. */
@Stateless
@PermitAll
public class Passwords {

    /** Whose password it is, and its hash. */
    public record Stored(UUID user, String hash) {}

    private final EntityManager em;
    private final Users users;
    private final Announcements announcements;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected Passwords() {
        this(null, null, null);
    }

    @Inject
    public Passwords(@Database EntityManager em, Users users, Announcements announcements) {
        this.em = em;
        this.users = users;
        this.announcements = announcements;
    }

    public Optional<Stored> find(EmailAddress email) {
        return users.find(email).flatMap(user -> find(user.id()));
    }

    public Optional<Stored> find(UUID user) {
        return Optional.ofNullable(em.find(Password.class, user)).map(found -> new Stored(user, found.hash()));
    }

    /** @param user null if there is nobody of that name */
    public void recordFailure(@Nullable UUID user, @Nullable String address) {
        announcements.announce(new AccountEvent(
                "signin.failed", Caller.nobody(address), null, user == null ? null : user.toString(), Map.of()));
    }
}
