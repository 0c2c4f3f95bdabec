package io.saltgate.signin.passwords;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes password hashes within the use cases that may. */
@Dependent
@Unguarded
public class StoredPasswords {

    private final EntityManager em;
    private final Clock clock;

    @Inject
    public StoredPasswords(@Database EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    /**
     * Locks a password that was right a moment ago: no session begins with one that is being changed, since the
     * sessions of that one end.
     *
     * @return whether it is still the person's
     */
    public boolean lockIfCurrent(Passwords.Stored proved) {
        Password password = lock(proved.user());
        return password != null && password.hash().equals(proved.hash());
    }

    /** Sets a person's password, also the first one. */
    public void set(UUID user, String hash) {
        Password password = lock(user);
        if (password == null) {
            em.persist(new Password(user, hash, clock.instant()));
        } else {
            password.change(hash, clock.instant());
        }
    }

    /** Locks a person's password; null if there is none yet. It comes before the locks of what it allows. */
    public @Nullable Password lock(UUID user) {
        return em.find(Password.class, user, LockModeType.PESSIMISTIC_WRITE);
    }
}
