package io.saltgate.signin.recovery;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.Permission;
import io.saltgate.accounts.RightMissing;
import io.saltgate.platform.db.Database;
import io.saltgate.signin.passwords.StoredPasswords;
import io.saltgate.users.User;
import io.saltgate.users.Users;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/** Creates links with which operators help people back in who have lost their password or their second factor. */
@Stateless
@ForOwnAccount
public class RecoveryLinks {

    private final EntityManager em;
    private final Users users;
    private final StoredPasswords passwords;
    private final CredentialEvents events;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected RecoveryLinks() {
        this(null, null, null, null, null);
    }

    @Inject
    public RecoveryLinks(
            @Database EntityManager em, Users users, StoredPasswords passwords, CredentialEvents events, Clock clock) {
        this.em = em;
        this.users = users;
        this.passwords = passwords;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Creates a link for a person. An older one of an operator is no longer valid.
     *
     * @param endsFactor whether using the link removes the person's second factor too
     * @return the secret of the link, which can't be had again
     * @throws NotFound if there is no such person, or it is a guest, who gets no credentials
     * @throws io.saltgate.users.AddressTaken if another person has proved the address that this one uses
     * @throws RightMissing if the caller is no longer an operator
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     */
    @RolesAllowed(Permission.OPERATE)
    public RecoveryToken create(Caller caller, UUID user, boolean endsFactor) {
        caller.requireRecentProof(clock.instant());
        if (!users.lockAsOperator(caller.requireUser())) {
            throw new RightMissing();
        }
        User found = users.find(user)
                .filter(each -> !each.isGuest() && !each.isErased())
                .orElseThrow(NotFound::new);
        UUID person = found.id();
        users.requireProvable(person);
        passwords.lock(person); // of two operators at once, the second replaces the link of the first
        em.createQuery("delete from RecoveryLink l where l.userId = :user and l.createdBy is not null")
                .setParameter("user", person)
                .executeUpdate();
        RecoveryToken token = RecoveryToken.generate();
        em.persist(RecoveryLink.ofOperator(token, person, caller.requireUser(), endsFactor, clock.instant()));
        em.flush();
        String factor = endsFactor || !found.isProved() ? "removed" : "kept"; // a first proof ends what was before
        events.announce(
                new AccountEvent(
                        "recovery.link.created", caller, null, user.toString(), Map.of("second.factor", factor)),
                user);
        return token;
    }

    /** Withdraws the links that an operator created who is no longer one. */
    @RolesAllowed(Permission.OPERATE)
    public void withdrawOf(Caller caller, UUID operator) {
        em.createQuery("delete from RecoveryLink l where l.createdBy = :operator")
                .setParameter("operator", operator)
                .executeUpdate();
    }
}
