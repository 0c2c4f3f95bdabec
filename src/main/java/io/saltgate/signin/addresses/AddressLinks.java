package io.saltgate.signin.addresses;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.Uuid7;
import io.saltgate.users.EmailAddress;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Has mails about addresses sent, and finds the links in them, for the use cases that may. */
@Dependent
@Unguarded
public class AddressLinks {

    private final EntityManager em;
    private final Clock clock;

    @Inject
    public AddressLinks(@Database EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    /**
     * Has a link sent that proves an address. An older one of that person is no longer valid.
     *
     * @param address where it is asked for from; null if it can't be determined
     */
    public void request(UUID user, EmailAddress email, @Nullable String address) {
        withdraw(user);
        add(user, AddressMail.Kind.PROOF, email, address);
    }

    /** Has the address before told that it was changed. */
    public void tellOld(UUID user, EmailAddress email, @Nullable String address) {
        add(user, AddressMail.Kind.CHANGED, email, address);
    }

    private void add(UUID user, AddressMail.Kind kind, EmailAddress email, @Nullable String address) {
        em.persist(new AddressMail(Uuid7.next(clock), user, kind, email, address, clock.instant()));
        em.flush();
    }

    /** Ends a person's link. */
    public void withdraw(UUID user) {
        em.createQuery("delete from AddressMail m where m.userId = :user and m.kind = :kind")
                .setParameter("user", user)
                .setParameter("kind", AddressMail.Kind.PROOF)
                .executeUpdate();
    }

    /** Finds the address that a person's link proves; empty if it is used, replaced or expired, or another person's. */
    public Optional<EmailAddress> find(UUID user, AddressToken token) {
        return find(user, token, LockModeType.NONE);
    }

    /** Uses a link up, and says which address it proves. */
    public Optional<EmailAddress> use(UUID user, AddressToken token) {
        Optional<EmailAddress> email = find(user, token, LockModeType.PESSIMISTIC_WRITE);
        email.ifPresent(used -> withdraw(user));
        return email;
    }

    private Optional<EmailAddress> find(UUID user, AddressToken token, LockModeType lock) {
        return em.createQuery(
                        "select m from AddressMail m where m.tokenHash = :hash and m.userId = :user", AddressMail.class)
                .setParameter("hash", token.hash())
                .setParameter("user", user)
                .setLockMode(lock)
                .getResultStream()
                .findFirst()
                .filter(mail -> !mail.isExpired(clock.instant()))
                .flatMap(mail -> EmailAddress.parse(mail.email()));
    }
}
