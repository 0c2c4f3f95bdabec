package io.saltgate.signin.passwords;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.db.Database;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.User;
import io.saltgate.users.Users;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Looks up passwords, in short transactions: hashing takes its time outside of them. */
@Stateless
@PermitAll
public class Passwords {

    /** Whose password it is, and its hash. */
    public record Stored(UUID user, String email, String hash) {
        @Override
        public String toString() {
            return "password of " + user;
        }
    }

    private static final String FIND =
            "select u, p from User u, Password p where p.userId = u.id and u.disabled = false"
                    + " and (u.provedEmail is not null or u.accountId is not null) and ";

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

    /**
     * Finds the password of the person who has proved an address, or of whom it is known in an account. With one query,
     * whether there is such a person or not. A disabled person is found no more than nobody.
     *
     * @param account slug of the account on whose page it was typed, where the person known there comes first; null for
     *     the page of all
     */
    public Optional<Stored> find(EmailAddress email, @Nullable String account) {
        if (account == null) {
            return stored(em.createQuery(FIND + "u.provedEmail = :email", Object[].class)
                    .setParameter("email", email.value()));
        }
        return stored(em.createQuery(
                        FIND + "u.email = :email and (u.provedEmail is not null"
                                + " or u.accountId in (select a.id from Account a where a.slug = :account))"
                                + " order by u.provedEmail nulls first",
                        Object[].class)
                .setParameter("email", email.value())
                .setParameter("account", account));
    }

    public Optional<Stored> find(UUID user) {
        return stored(em.createQuery(FIND + "u.id = :user", Object[].class).setParameter("user", user));
    }

    /** Keeps the same password under new parameters, unless it was changed meanwhile. */
    public void rehash(Stored stored, String newHash) {
        Password password = em.find(Password.class, stored.user(), LockModeType.PESSIMISTIC_WRITE);
        if (password != null && password.hash().equals(stored.hash())) {
            password.rehash(newHash);
        }
    }

    /** @param user null if there is nobody of that name */
    public void recordFailure(@Nullable UUID user, @Nullable String address) {
        announcements.announce(new AccountEvent(
                "signin.failed", Caller.nobody(address), null, user == null ? null : user.toString(), Map.of()));
    }

    /** A code of the second factor was wrong, after a password that was right. */
    public void recordCodeRefused(UUID user, @Nullable String address) {
        announcements.announce(
                new AccountEvent("signin.code.failed", Caller.nobody(address), null, user.toString(), Map.of()));
    }

    /**
     * Once per window, not once per try. Never the name itself: some type their password there.
     *
     * @param name whose tries are too many; empty if an address's are
     * @param limit what they were counted by
     */
    public void recordThrottled(String name, String limit, @Nullable String address) {
        String subject = EmailAddress.parse(name)
                .flatMap(users::find)
                .map(user -> user.id().toString())
                .orElse(null);
        announcements.announce(
                new AccountEvent("signin.throttled", Caller.nobody(address), null, subject, Map.of("limit", limit)));
    }

    private static Optional<Stored> stored(TypedQuery<Object[]> query) {
        return query.getResultStream().findFirst().map(row -> {
            User user = (User) row[0];
            return new Stored(user.id(), user.email(), ((Password) row[1]).hash());
        });
    }
}
