package io.saltgate.consolelinks;

import io.saltgate.accounts.AccountId;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.User;
import io.saltgate.users.Users;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Optional;

/** Finds and creates the guests of an account, by the address that the product says, and by nothing else. */
@Dependent
@Unguarded
public class Guests {

    private final EntityManager em;
    private final Users users;

    @Inject
    public Guests(@Database EntityManager em, Users users) {
        this.em = em;
        this.users = users;
    }

    Optional<User> find(AccountId account, String email) {
        return em.createQuery("select g from Guest g where g.accountId = :account and g.email = :email", Guest.class)
                .setParameter("account", account.value())
                .setParameter("email", email)
                .getResultStream()
                .findFirst()
                .flatMap(guest -> users.findAgain(guest.userId()));
    }

    /** Creates one; under the account's lock, or two links at once would create two. */
    User create(AccountId account, String email, String name) {
        User user = users.createGuest(EmailAddress.parse(email).orElseThrow(), name);
        em.persist(new Guest(user.id(), account, email));
        em.flush();
        return user;
    }
}
