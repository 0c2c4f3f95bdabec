package io.saltgate.signin.recovery;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.db.Database;
import io.saltgate.signin.factors.SecondFactors;
import io.saltgate.signin.passwords.StoredPasswords;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.User;
import io.saltgate.users.Users;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sets a new password for whoever has a recovery link, who can show nothing else. */
@Stateless
@PermitAll
public class PasswordRecovery {

    private final EntityManager em;
    private final Users users;
    private final StoredPasswords passwords;
    private final PasswordReplacement replacement;
    private final AddressProof proof;
    private final SecondFactors factors;
    private final CredentialEvents events;
    private final Announcements announcements;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected PasswordRecovery() {
        this(null, null, null, null, null, null, null, null, null);
    }

    @Inject
    public PasswordRecovery(
            @Database EntityManager em,
            Users users,
            StoredPasswords passwords,
            PasswordReplacement replacement,
            AddressProof proof,
            SecondFactors factors,
            CredentialEvents events,
            Announcements announcements,
            Clock clock) {
        this.em = em;
        this.users = users;
        this.passwords = passwords;
        this.replacement = replacement;
        this.proof = proof;
        this.factors = factors;
        this.events = events;
        this.announcements = announcements;
        this.clock = clock;
    }

    /** Finds the email of the person that a link is for; empty if it is used, replaced or expired. */
    public Optional<String> findEmail(RecoveryToken token) {
        return find(token, LockModeType.NONE)
                .flatMap(link -> users.find(link.userId()))
                .map(User::email);
    }

    /**
     * Sets the password and uses the link up. The second factor stays, unless the operator chose that the link removes
     * it. All sessions of the person end, and no browser is known any more. An operator's link also proves the address
     * of someone who hasn't yet, and then always removes the factor.
     *
     * @return whether the link was still valid
     * @throws io.saltgate.users.AddressTaken if another person has proved the address meanwhile
     */
    public boolean recover(RecoveryToken token, String newHash, @Nullable String address) {
        find(token, LockModeType.NONE).ifPresent(seen -> passwords.lock(seen.userId()));
        Optional<RecoveryLink> link = find(token, LockModeType.PESSIMISTIC_WRITE);
        if (link.isEmpty()) {
            return false;
        }
        UUID user = link.get().userId();
        UUID operator = link.get().createdBy();
        setPassword(users.findAgain(user).orElseThrow(), newHash, address);
        if (operator == null) {
            announcements.announce(
                    new AccountEvent("password.reset", Caller.nobody(address), null, user.toString(), Map.of()));
            return true;
        }
        boolean factorRemoved = link.get().endsFactor() && factors.remove(user);
        Map<String, String> by = Map.of("operator", operator.toString());
        events.announce(
                new AccountEvent("password.recovered", Caller.nobody(address), null, user.toString(), by), user);
        if (factorRemoved) {
            events.announce(
                    new AccountEvent("factor.removed", Caller.nobody(address), null, user.toString(), by), user);
        }
        return true;
    }

    /** The link of someone who hasn't proved their address is an operator's, who vouches for it. */
    private void setPassword(User person, String newHash, @Nullable String address) {
        if (person.isProved()) {
            replacement.replace(person.id(), newHash);
        } else {
            EmailAddress email = EmailAddress.parse(person.email()).orElseThrow();
            proof.prove(person, email, newHash, Caller.nobody(address));
        }
    }

    private Optional<RecoveryLink> find(RecoveryToken token, LockModeType lock) {
        return em.createQuery("select l from RecoveryLink l where l.tokenHash = :hash", RecoveryLink.class)
                .setParameter("hash", token.hash())
                .setLockMode(lock)
                .getResultStream()
                .findFirst()
                .filter(link -> !link.isExpired(clock.instant()))
                .filter(link -> users.find(link.userId())
                        .filter(user -> !user.isDisabled())
                        .isPresent());
    }
}
