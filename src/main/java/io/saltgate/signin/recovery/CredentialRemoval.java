package io.saltgate.signin.recovery;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import io.saltgate.signin.factors.SecondFactors;
import io.saltgate.signin.passwords.KnownDevices;
import io.saltgate.signin.passwords.StoredPasswords;
import io.saltgate.signin.sessions.ConsoleSessions;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;

/** Deletes all with which a person signs in, and all mail to them that waits, for good. */
@Dependent
@Unguarded
public class CredentialRemoval {

    /** Where what is deleted stands, by the name of the entity. Of each, {@code userId} says whose it is. */
    private static final List<String> ENTITIES =
            List.of("Password", "RecoveryLink", "AddressMail", "ExternalIdentity", "ProviderSession", "WaitingForm");

    /** Of these without an entity that this package may know. */
    private static final List<String> TABLES = List.of("notice", "person_notice", "notice_off", "guest");

    private final EntityManager em;
    private final StoredPasswords passwords;
    private final SecondFactors factors;
    private final ConsoleSessions sessions;
    private final KnownDevices devices;

    @Inject
    public CredentialRemoval(
            @Database EntityManager em,
            StoredPasswords passwords,
            SecondFactors factors,
            ConsoleSessions sessions,
            KnownDevices devices) {
        this.em = em;
        this.passwords = passwords;
        this.factors = factors;
        this.sessions = sessions;
        this.devices = devices;
    }

    public void removeAll(UUID user) {
        passwords.lock(user);
        sessions.endAll(user);
        devices.forgetAll(user);
        factors.remove(user);
        for (String entity : ENTITIES) {
            em.createQuery("delete from " + entity + " e where e.userId = :user")
                    .setParameter("user", user)
                    .executeUpdate();
        }
        for (String table : TABLES) {
            em.createNativeQuery("delete from " + table + " where user_id = ?1")
                    .setParameter(1, user)
                    .executeUpdate();
        }
    }
}
