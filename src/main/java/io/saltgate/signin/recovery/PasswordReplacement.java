package io.saltgate.signin.recovery;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import io.saltgate.signin.passwords.KnownDevices;
import io.saltgate.signin.passwords.StoredPasswords;
import io.saltgate.signin.sessions.ConsoleSessions;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.UUID;

/**
 * Gives a person a new password, and ends what the old one allowed: all sessions, a recovery link, and that their
 * browsers are known. Locks the password first, as everything does that changes one.
 */
@Dependent
@Unguarded
public class PasswordReplacement {

    private final EntityManager em;
    private final StoredPasswords passwords;
    private final ConsoleSessions sessions;
    private final KnownDevices devices;

    @Inject
    public PasswordReplacement(
            @Database EntityManager em, StoredPasswords passwords, ConsoleSessions sessions, KnownDevices devices) {
        this.em = em;
        this.passwords = passwords;
        this.sessions = sessions;
        this.devices = devices;
    }

    public void replace(UUID user, String hash) {
        passwords.set(user, hash);
        sessions.endAll(user);
        endLinks(user);
        devices.forgetAll(user);
    }

    /** Ends a person's recovery links: whatever they were sent to may be theirs no more. */
    public void endLinks(UUID user) {
        em.createQuery("delete from RecoveryLink l where l.userId = :user")
                .setParameter("user", user)
                .executeUpdate();
    }
}
